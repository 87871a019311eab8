"""`manage.py reindex_services`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from catalog.search.indexing import LISTINGS


class Command(ReindexCommand):
    index = LISTINGS
    noun = "サービス"
