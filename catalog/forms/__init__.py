"""Input of the catalogue's pages: checked here, decided in actions."""

from catalog.forms.adoptions import (
    AdoptionForm,
    DeclaredAdoptionForm,
    DisputeForm,
    EndForm,
    SourcedAdoptionForm,
    VendorAdoptionForm,
    initial_facts,
)
from catalog.forms.brochures import BrochureForm
from catalog.forms.drafts import IntroForm, RevisionForm, ServiceNewForm
from catalog.forms.imports import ListingUploadForm, MarkForm
from catalog.forms.plans import PlanForm, PlanFormSet
from catalog.forms.review import ReasonForm
from catalog.forms.reviews import HelpfulForm, ReplyForm, ReviewForm, initial_words, saved_words
from catalog.forms.screenshots import ScreenshotForm, ScreenshotFormSet
from catalog.forms.shelf import BookmarkForm, NewSearchForm, SavedSearchForm

__all__ = [
    "AdoptionForm",
    "BookmarkForm",
    "BrochureForm",
    "DeclaredAdoptionForm",
    "DisputeForm",
    "EndForm",
    "HelpfulForm",
    "IntroForm",
    "ListingUploadForm",
    "MarkForm",
    "NewSearchForm",
    "PlanForm",
    "PlanFormSet",
    "ReasonForm",
    "ReplyForm",
    "ReviewForm",
    "RevisionForm",
    "SavedSearchForm",
    "ScreenshotForm",
    "ScreenshotFormSet",
    "ServiceNewForm",
    "SourcedAdoptionForm",
    "VendorAdoptionForm",
    "initial_facts",
    "initial_words",
    "saved_words",
]
