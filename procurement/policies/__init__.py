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
from procurement.policies.projects import (
    can_archive_project,
    can_consider_service,
    can_create_project,
    can_edit_project,
    can_hand_over_project,
    can_judge_candidate,
    can_open_projects,
    can_reopen_project,
    can_take_over_project,
)

__all__ = [
    "can_answer_lead",
    "can_archive_project",
    "can_close_inquiry",
    "can_consider_service",
    "can_create_inquiry",
    "can_create_project",
    "can_download_brochure",
    "can_edit_project",
    "can_hand_over_project",
    "can_judge_candidate",
    "can_open_inquiries",
    "can_open_leads",
    "can_open_projects",
    "can_reopen_inquiry",
    "can_reopen_project",
    "can_reply_inquiry",
    "can_reveal_inquiry",
    "can_take_over_project",
]
