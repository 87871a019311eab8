"""The operators' screens of the catalogue. Every change goes through an action."""

from catalog.admin.curation import CategoryAdmin, CollectionAdmin
from catalog.admin.records import AdoptionAdmin
from catalog.admin.review import ServiceDraftAdmin
from catalog.admin.reviews import ReviewAdmin
from catalog.admin.services import ServiceAdmin
from catalog.admin.synonyms import SynonymAdmin

__all__ = [
    "AdoptionAdmin",
    "CategoryAdmin",
    "CollectionAdmin",
    "ReviewAdmin",
    "ServiceAdmin",
    "ServiceDraftAdmin",
    "SynonymAdmin",
]
