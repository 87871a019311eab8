"""`manage.py reindex_documents`: write the search rows anew."""

from catalog.management.reindexing import ReindexCommand
from documents.indexing import DOCUMENTS


class Command(ReindexCommand):
    index = DOCUMENTS
    noun = "共有文書"
