"""Who may do what with fill-in templates and with what was filled in."""

from __future__ import annotations

from accounts.personas import persona_of
from documents.models import DocumentTemplate, TemplateDraft
from documents.policies.documents import can_open_documents
from documents.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse


def can_manage_templates(user: AnyUser, subject: object = None) -> Decision:
    """Operators take in, approve and retire templates."""
    return ALLOWED if persona_of(user).is_operator else refuse("この操作は運営だけが行えます。")


def can_start_draft(user: AnyUser, template: DocumentTemplate | None = None) -> Decision:
    """Live municipal staff, for their own body."""
    return can_open_documents(user)


def can_edit_draft(user: AnyUser, draft: TemplateDraft) -> Decision:
    """Any live colleague of the owning body."""
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != draft.municipality_id:
        return refuse("この下書きを扱えるのは、書き始めた自治体の職員だけです。")
    return ALLOWED
