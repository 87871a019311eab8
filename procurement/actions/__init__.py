"""Every write of procurement."""

from procurement.actions.brochures import download_brochure, hand_over_brochures
from procurement.actions.candidates import add_candidates, judge_candidate, refresh_candidate, remove_candidate
from procurement.actions.inquiries import (
    close_inquiry,
    create_inquiry,
    reopen_inquiry,
    reply_inquiry,
    reveal_inquiry,
)
from procurement.actions.leads import answer_lead, mark_lead_answered
from procurement.actions.project_steps import lock_project, log_step
from procurement.actions.projects import (
    LostUpdateError,
    ProjectFacts,
    archive_project,
    create_project,
    edit_project,
    hand_over_project,
    reopen_project,
    restore_project,
    take_over_project,
    write_project_note,
)

__all__ = [
    "LostUpdateError",
    "ProjectFacts",
    "add_candidates",
    "answer_lead",
    "archive_project",
    "close_inquiry",
    "create_inquiry",
    "create_project",
    "download_brochure",
    "edit_project",
    "hand_over_brochures",
    "hand_over_project",
    "judge_candidate",
    "lock_project",
    "log_step",
    "mark_lead_answered",
    "refresh_candidate",
    "remove_candidate",
    "reopen_inquiry",
    "reopen_project",
    "reply_inquiry",
    "restore_project",
    "reveal_inquiry",
    "take_over_project",
    "write_project_note",
]
