"""Every write of the catalogue.

Lock order, everywhere: the service, then its draft or its adoption.
"""

from catalog.actions.adoptions import AdoptionFacts, claim_adoption, confirm_adoption, dispute_adoption
from catalog.actions.brochures import remove_brochure, upload_brochure
from catalog.actions.curation import load_categories, save_category, save_collection
from catalog.actions.drafts import (
    DraftChanged,
    DraftIncomplete,
    Intro,
    create_service,
    discard_draft,
    save_draft_intro,
    save_draft_section,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from catalog.actions.imports import ImportResult, ListingContent, import_publiccode, publish_listing
from catalog.actions.publication import (
    confirm_service,
    lift_service_suspension,
    publish_draft,
    renew_facets,
    republish_service,
    return_draft,
    suspend_service,
    unpublish_service,
)

__all__ = [
    "AdoptionFacts",
    "DraftChanged",
    "DraftIncomplete",
    "ImportResult",
    "Intro",
    "ListingContent",
    "claim_adoption",
    "confirm_adoption",
    "confirm_service",
    "create_service",
    "discard_draft",
    "dispute_adoption",
    "import_publiccode",
    "lift_service_suspension",
    "load_categories",
    "publish_draft",
    "publish_listing",
    "remove_brochure",
    "renew_facets",
    "republish_service",
    "return_draft",
    "save_category",
    "save_collection",
    "save_draft_intro",
    "save_draft_section",
    "start_draft",
    "submit_draft",
    "suspend_service",
    "unpublish_service",
    "upload_brochure",
    "withdraw_draft",
]
