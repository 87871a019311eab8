"""What people are told about the catalogue. Texts lie in `templates/emails/<event>/`."""

from catalog.emails.adoptions import (
    send_adoption_confirmed,
    send_adoption_disputed,
    send_adoptions_claimed,
    send_adoptions_due,
)
from catalog.emails.listings import (
    send_listing_lifted,
    send_listing_published,
    send_listing_returned,
    send_listing_submitted,
    send_listing_suspended,
    send_listing_unconfirmed,
    send_listings_submitted,
)
from catalog.emails.reviews import send_review_hidden, send_review_received, send_review_replied
from catalog.emails.shelf import send_saved_search_found

__all__ = [
    "send_adoption_confirmed",
    "send_adoption_disputed",
    "send_adoptions_claimed",
    "send_adoptions_due",
    "send_listing_lifted",
    "send_listing_published",
    "send_listing_returned",
    "send_listing_submitted",
    "send_listing_suspended",
    "send_listing_unconfirmed",
    "send_listings_submitted",
    "send_review_hidden",
    "send_review_received",
    "send_review_replied",
    "send_saved_search_found",
]
