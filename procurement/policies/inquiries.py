"""Who may do what with inquiries. Whether the thread's state still allows it is the actions' matter."""

from __future__ import annotations

from accounts.models import User, VendorMembership
from accounts.personas import persona_of
from accounts.policies.vendors import can_write_for_vendor
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.access import ALLOWED, Decision, refuse
from procurement.models import BrochureHandover, Inquiry

_NOT_STAFF = (
    "問い合わせ・資料請求は、所属の確認が済んだ自治体職員の方が利用できます。マイページで登録の状況をご確認ください。"
)
_NOT_VENDOR = "問い合わせの受付は、事業者として登録した方が利用できます。"
_NOT_OURS = "この問い合わせを扱えるのは、送信した自治体の職員だけです。"
_NOT_ADDRESSED = "この問い合わせに回答できるのは、宛先の事業者だけです。"


def can_open_inquiries(user: User, subject: object = None) -> Decision:
    """The list of one's own body: live municipal staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(_NOT_STAFF)


def can_open_leads(user: User, subject: object = None) -> Decision:
    """The list of one's own vendor: its people."""
    return ALLOWED if persona_of(user).vendor is not None else refuse(_NOT_VENDOR)


def can_create_inquiry(user: User, service: Service) -> Decision:
    """Live municipal staff, about a published listing whose vendor has people who can answer."""
    decision = can_open_inquiries(user)
    if not decision:
        return decision
    if service.status != ServiceStatus.PUBLISHED:
        return refuse("このサービスはいま掲載されていないため、問い合わせを送れません。")
    team = VendorMembership.objects.filter(
        vendor=service.vendor_id, ended_at__isnull=True, user__is_active=True, vendor__is_suspended=False
    )
    if not team.exists():
        return refuse("この掲載には、広場で問い合わせを受け取る担当者がいません。提供元のサイトをご利用ください。")
    return ALLOWED


def can_reply_inquiry(user: User, inquiry: Inquiry) -> Decision:
    """Any live colleague goes on with the thread while the vendor takes part in the site."""
    decision = _is_ours(user, inquiry)
    if decision and inquiry.vendor.is_suspended:
        return refuse("宛先の事業者は、運営により利用を停止されています。")
    return decision


def can_close_inquiry(user: User, inquiry: Inquiry) -> Decision:
    """Any live colleague."""
    return _is_ours(user, inquiry)


def can_reopen_inquiry(user: User, inquiry: Inquiry) -> Decision:
    """Any live colleague, while the vendor takes part in the site."""
    return can_reply_inquiry(user, inquiry)


def can_tie_inquiry(user: User, inquiry: Inquiry) -> Decision:
    """Any live colleague puts it into a project of the body."""
    return _is_ours(user, inquiry)


def can_reveal_inquiry(user: User, inquiry: Inquiry) -> Decision:
    """Any live colleague may tell the vendor the body; of persons only themselves."""
    return _is_ours(user, inquiry)


def can_download_brochure(user: User, handover: BrochureHandover) -> Decision:
    """Any live colleague of the receiving body, unless the operators stopped the listing or the vendor."""
    decision = _is_ours(user, handover.inquiry)
    if not decision:
        return decision
    if handover.inquiry.vendor.is_suspended or handover.inquiry.service.status == ServiceStatus.SUSPENDED:
        return refuse("運営がこの掲載を停止しているため、資料を取得できません。")
    return ALLOWED


def can_answer_lead(user: User, inquiry: Inquiry) -> Decision:
    """Who writes for the addressed vendor: answers, marks as answered, hands brochures over."""
    return can_write_for_vendor(user, inquiry.vendor_id, _NOT_ADDRESSED)


def _is_ours(user: User, inquiry: Inquiry) -> Decision:
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != inquiry.municipality_id:
        return refuse(_NOT_OURS)
    return ALLOWED
