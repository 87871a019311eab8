"""Input of the shared documents."""

from documents.forms.documents import (
    MAX_SERVICES,
    CategoriesField,
    DocumentForm,
    FactsForm,
    FilesForm,
    PublishForm,
    RedactionForm,
    SuspendForm,
    UploadForm,
    service_lines,
)

__all__ = [
    "MAX_SERVICES",
    "CategoriesField",
    "DocumentForm",
    "FactsForm",
    "FilesForm",
    "PublishForm",
    "RedactionForm",
    "SuspendForm",
    "UploadForm",
    "service_lines",
]
