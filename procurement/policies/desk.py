"""A vendor's own desk: text blocks, assignments, lists, exports and figures."""

from __future__ import annotations

from accounts.enums import VendorRole
from accounts.models import User, VendorMembership
from accounts.personas import persona_of
from accounts.policies.vendors import can_manage_vendor, can_write_for_own_vendor, can_write_for_vendor
from dss.access import ALLOWED, Decision, refuse
from procurement.models import AnswerTemplate, Assignment

_NOT_VENDOR = "事業者デスクは、事業者として登録した方が利用できます。"
_NOT_OURS = "この操作ができるのは、宛先の事業者のメンバーだけです。"
_ONLY_READS = "閲覧者は担当にできません。担当にするには、役割を編集者に変更してください。"
_NOT_IN_TEAM = "担当にできるのは、いまチームにいるメンバーだけです。"


def can_open_desk(user: User, subject: object = None) -> Decision:
    """The inbox, results, figures and text blocks of one's own vendor: its people."""
    return ALLOWED if persona_of(user).vendor is not None else refuse(_NOT_VENDOR)


def can_write_answer_template(user: User, template: AnswerTemplate | None = None) -> Decision:
    """Who writes for a vendor adds a text block, and changes those of the team."""
    if template is None:
        return can_write_for_own_vendor(user)
    return can_write_for_vendor(user, template.vendor_id, _NOT_OURS)


def can_delete_answer_template(user: User, template: AnswerTemplate) -> Decision:
    """The owners: a text block that colleagues rely on is gone for all of them."""
    decision = can_write_for_vendor(user, template.vendor_id, _NOT_OURS)
    return can_manage_vendor(user, template.vendor) if decision else decision


def can_assign(user: User, assignment: Assignment) -> Decision:
    """Who writes for the addressed vendor; `inquiry` or `invitation` must be loaded."""
    return can_write_for_vendor(user, vendor_of(assignment), _NOT_OURS)


def can_be_assigned(member: VendorMembership, assignment: Assignment) -> Decision:
    """Who is in that team at this moment and answers for it."""
    is_present = member.ended_at is None and member.user.is_active
    if member.role == VendorRole.VIEWER:
        return refuse(_ONLY_READS)
    return ALLOWED if is_present and member.vendor_id == vendor_of(assignment) else refuse(_NOT_IN_TEAM)


def vendor_of(assignment: Assignment) -> int:
    """The vendor that the lead, or the request for a quote, is addressed to."""
    thing = assignment.inquiry or assignment.invitation
    if thing is None:
        raise ValueError("an assignment is of one thing")
    return thing.vendor_id
