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
from documents.forms.usage import CommentForm, CommentTextForm, ForkForm, MarkForm, RemoveForm, WatchForm
from documents.forms.wanted import OFFERED, NewWantedForm, WantedAnswerForm, WantedEndForm, WantedForm

__all__ = [
    "MAX_SERVICES",
    "OFFERED",
    "CategoriesField",
    "CommentForm",
    "CommentTextForm",
    "DocumentForm",
    "FactsForm",
    "FilesForm",
    "ForkForm",
    "MarkForm",
    "NewWantedForm",
    "PublishForm",
    "RedactionForm",
    "RemoveForm",
    "SuspendForm",
    "UploadForm",
    "WantedAnswerForm",
    "WantedEndForm",
    "WantedForm",
    "WatchForm",
    "service_lines",
]
