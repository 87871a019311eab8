"""`manage.py reindex_topics`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from forums.indexing import TOPICS


class Command(ReindexCommand):
    index = TOPICS
    noun = "トピック"
