"""Every write of the catalogue.

Lock order, everywhere: the service, then its draft, its adoption or its review. Only a vendor's claim holds the
vendor's row first.
"""

from catalog.actions.adoption_decisions import (
    ask_bodies_again,
    confirm_adoption,
    dispute_adoption,
    record_own_adoption,
    renew_adoption,
)
from catalog.actions.adoptions import (
    AdoptionChanged,
    AdoptionFacts,
    claim_adoption,
    correct_adoption,
    end_adoption,
    settle_disputed_adoption,
    withdraw_adoption,
)
from catalog.actions.brochures import remove_brochure, upload_brochure
from catalog.actions.bulk_submission import submit_listing_upload
from catalog.actions.copies import copy_service
from catalog.actions.curation import load_categories, save_category, save_collection
from catalog.actions.drafts import (
    DraftIncomplete,
    Intro,
    create_service,
    discard_draft,
    save_draft_intro,
    save_draft_plans,
    save_draft_section,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from catalog.actions.imports import ImportResult, ListingContent, import_publiccode, publish_listing
from catalog.actions.listing_imports import (
    ImportRefused,
    apply_listing_upload,
    begin_listing_upload,
    discard_listing_upload,
    forget_listing_uploads,
    import_listings,
)
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
from catalog.actions.reminders import ask_for_confirmation
from catalog.actions.responses import record_response_times
from catalog.actions.reviews import (
    ReviewChanged,
    ReviewWords,
    edit_review,
    hide_review,
    mark_review,
    reply_review,
    show_review,
    withdraw_review,
    write_review,
)
from catalog.actions.screenshots import add_screenshot, arrange_screenshots, make_screenshot
from catalog.actions.shelf import (
    begin_visit,
    bookmark_service,
    change_saved_search,
    forget_saved_search,
    save_search,
    tell_of_saved_search,
)
from catalog.actions.writing import DraftChanged

__all__ = [
    "AdoptionChanged",
    "AdoptionFacts",
    "DraftChanged",
    "DraftIncomplete",
    "ImportRefused",
    "ImportResult",
    "Intro",
    "ListingContent",
    "ReviewChanged",
    "ReviewWords",
    "add_screenshot",
    "apply_listing_upload",
    "arrange_screenshots",
    "ask_bodies_again",
    "ask_for_confirmation",
    "begin_listing_upload",
    "begin_visit",
    "bookmark_service",
    "change_saved_search",
    "claim_adoption",
    "confirm_adoption",
    "confirm_service",
    "copy_service",
    "correct_adoption",
    "create_service",
    "discard_draft",
    "discard_listing_upload",
    "dispute_adoption",
    "edit_review",
    "end_adoption",
    "forget_listing_uploads",
    "forget_saved_search",
    "hide_review",
    "import_listings",
    "import_publiccode",
    "lift_service_suspension",
    "load_categories",
    "make_screenshot",
    "mark_review",
    "publish_draft",
    "publish_listing",
    "record_own_adoption",
    "record_response_times",
    "remove_brochure",
    "renew_adoption",
    "renew_facets",
    "reply_review",
    "republish_service",
    "return_draft",
    "save_category",
    "save_collection",
    "save_draft_intro",
    "save_draft_plans",
    "save_draft_section",
    "save_search",
    "settle_disputed_adoption",
    "show_review",
    "start_draft",
    "submit_draft",
    "submit_listing_upload",
    "suspend_service",
    "tell_of_saved_search",
    "unpublish_service",
    "upload_brochure",
    "withdraw_adoption",
    "withdraw_draft",
    "withdraw_review",
    "write_review",
]
