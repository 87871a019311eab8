"""Every write of procurement."""

from procurement.actions.brochures import download_brochure, hand_over_brochures
from procurement.actions.inquiries import (
    close_inquiry,
    create_inquiry,
    reopen_inquiry,
    reply_inquiry,
    reveal_inquiry,
)
from procurement.actions.leads import answer_lead, mark_lead_answered

__all__ = [
    "answer_lead",
    "close_inquiry",
    "create_inquiry",
    "download_brochure",
    "hand_over_brochures",
    "mark_lead_answered",
    "reopen_inquiry",
    "reply_inquiry",
    "reveal_inquiry",
]
