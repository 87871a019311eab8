"""`manage.py reindex_columns`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from forums.indexing import COLUMNS


class Command(ReindexCommand):
    index = COLUMNS
    noun = "コラム"
