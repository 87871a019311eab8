"""Who may do what in procurement."""

from procurement.policies.inquiries import (
    can_answer_lead,
    can_close_inquiry,
    can_create_inquiry,
    can_download_brochure,
    can_open_inquiries,
    can_open_leads,
    can_reopen_inquiry,
    can_reply_inquiry,
    can_reveal_inquiry,
)

__all__ = [
    "can_answer_lead",
    "can_close_inquiry",
    "can_create_inquiry",
    "can_download_brochure",
    "can_open_inquiries",
    "can_open_leads",
    "can_reopen_inquiry",
    "can_reply_inquiry",
    "can_reveal_inquiry",
]
