"""Input of the catalogue's pages: checked here, decided in actions."""

from catalog.forms.adoptions import AdoptionForm, DisputeForm, VendorAdoptionForm
from catalog.forms.brochures import BrochureForm
from catalog.forms.drafts import IntroForm, RevisionForm, ServiceNewForm
from catalog.forms.review import ReasonForm

__all__ = [
    "AdoptionForm",
    "BrochureForm",
    "DisputeForm",
    "IntroForm",
    "ReasonForm",
    "RevisionForm",
    "ServiceNewForm",
    "VendorAdoptionForm",
]
