"""The catalogue's tables."""

from catalog.models.adoptions import Adoption
from catalog.models.brochures import MAX_BROCHURE_BYTES, Brochure
from catalog.models.categories import Category
from catalog.models.collections import Collection, CollectionItem
from catalog.models.generation import Generation
from catalog.models.responses import ENOUGH_ANSWERS, ServiceResponse, VendorResponse
from catalog.models.reviews import (
    ASPECTS,
    BEST,
    ENOUGH_BODIES,
    MARKS,
    REPLY_LENGTH,
    REVIEW_LENGTH,
    Review,
    ReviewHelpful,
    ReviewReply,
    ReviewSummary,
)
from catalog.models.screenshots import Screenshot
from catalog.models.search import SYNONYM_LENGTH, SearchRow, ServiceSearch, Synonym
from catalog.models.services import NAME_LENGTH, TAGLINE_LENGTH, Service, ServiceDraft, ServiceVersion
from catalog.models.shelf import (
    MOST_BOOKMARKS,
    MOST_SEARCHES,
    QUERY_LENGTH,
    SEARCH_NAME_LENGTH,
    Bookmark,
    CatalogVisit,
    SavedSearch,
)
from catalog.models.uploads import ListingUpload
from catalog.models.views import ServiceViews

__all__ = [
    "ASPECTS",
    "BEST",
    "ENOUGH_ANSWERS",
    "ENOUGH_BODIES",
    "MARKS",
    "MAX_BROCHURE_BYTES",
    "MOST_BOOKMARKS",
    "MOST_SEARCHES",
    "NAME_LENGTH",
    "QUERY_LENGTH",
    "REPLY_LENGTH",
    "REVIEW_LENGTH",
    "SEARCH_NAME_LENGTH",
    "SYNONYM_LENGTH",
    "TAGLINE_LENGTH",
    "Adoption",
    "Bookmark",
    "Brochure",
    "CatalogVisit",
    "Category",
    "Collection",
    "CollectionItem",
    "Generation",
    "ListingUpload",
    "Review",
    "ReviewHelpful",
    "ReviewReply",
    "ReviewSummary",
    "SavedSearch",
    "Screenshot",
    "SearchRow",
    "Service",
    "ServiceDraft",
    "ServiceResponse",
    "ServiceSearch",
    "ServiceVersion",
    "ServiceViews",
    "Synonym",
    "VendorResponse",
]
