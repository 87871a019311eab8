"""A vendor's own desk: text blocks, assignments, lists, exports and figures."""

from __future__ import annotations

from accounts.models import User, VendorMembership
from accounts.personas import persona_of
from accounts.policies.vendors import can_manage_vendor
from dss.access import ALLOWED, Decision, refuse
from procurement.models import AnswerTemplate, Assignment

_NOT_VENDOR = "事業者デスクは、事業者として登録した方が利用できます。"
_NOT_OURS = "この操作ができるのは、宛先の事業者のメンバーだけです。"
_NOT_IN_TEAM = "担当にできるのは、いまチームにいるメンバーだけです。"


def can_open_desk(user: User, subject: object = None) -> Decision:
    """The inbox, results, figures and text blocks of one's own vendor: its people."""
    return ALLOWED if persona_of(user).vendor is not None else refuse(_NOT_VENDOR)


def can_write_answer_template(user: User, template: AnswerTemplate | None = None) -> Decision:
    """Anybody in the team adds a text block, and changes those of the team."""
    decision = can_open_desk(user)
    if decision and template is not None:
        return _works_for(user, template.vendor_id)
    return decision


def can_delete_answer_template(user: User, template: AnswerTemplate) -> Decision:
    """The owners: a text block that colleagues rely on is gone for all of them."""
    decision = _works_for(user, template.vendor_id)
    return can_manage_vendor(user, template.vendor) if decision else decision


def can_assign(user: User, assignment: Assignment) -> Decision:
    """Anybody in the addressed vendor's team; `inquiry` or `invitation` must be loaded."""
    return _works_for(user, vendor_of(assignment))


def can_be_assigned(member: VendorMembership, assignment: Assignment) -> Decision:
    """Who is in that team at this moment."""
    is_present = member.ended_at is None and member.user.is_active
    return ALLOWED if is_present and member.vendor_id == vendor_of(assignment) else refuse(_NOT_IN_TEAM)


def vendor_of(assignment: Assignment) -> int:
    """The vendor that the lead, or the request for a quote, is addressed to."""
    thing = assignment.inquiry or assignment.invitation
    if thing is None:
        raise ValueError("an assignment is of one thing")
    return thing.vendor_id


def _works_for(user: User, vendor_id: int) -> Decision:
    vendor = persona_of(user).vendor
    return ALLOWED if vendor is not None and vendor.pk == vendor_id else refuse(_NOT_OURS)
