"""`manage.py reindex_boards`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from forums.indexing import BOARDS


class Command(ReindexCommand):
    index = BOARDS
    noun = "課"
