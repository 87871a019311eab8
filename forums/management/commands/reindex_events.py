"""`manage.py reindex_events`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from forums.indexing import EVENTS


class Command(ReindexCommand):
    index = EVENTS
    noun = "座談会"
