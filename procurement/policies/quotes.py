"""Who may do what with requests for quotes. Whether status and deadline still allow it is the actions' matter."""

from __future__ import annotations

from accounts.models import User, VendorMembership
from accounts.personas import persona_of
from accounts.policies.vendors import can_write_for_vendor
from catalog.enums import ServiceStatus
from catalog.models import Service
from documents.enums import DocumentStatus
from dss.access import ALLOWED, Decision, refuse
from procurement.models import (
    Candidate,
    Project,
    ProjectDocument,
    Quote,
    QuoteInvitation,
    QuoteQuestion,
    QuoteRequest,
)

_NOT_STAFF = "見積依頼は、所属の確認が済んだ自治体職員の方が利用できます。マイページで登録の状況をご確認ください。"
_NOT_VENDOR = "見積依頼の受付は、事業者として登録した方が利用できます。"
_NOT_OURS = "この見積依頼を扱えるのは、依頼した自治体の職員だけです。"
_NOT_ADDRESSED = "この見積依頼に答えられるのは、依頼を受けた事業者だけです。"
NO_TEAM = "この掲載には、広場で見積依頼を受け取る担当者がいません。提供元のサイトをご利用ください。"
NOT_LISTED = "このサービスはいま掲載されていないため、見積を依頼できません。"


def can_open_quote_requests(user: User, subject: object = None) -> Decision:
    """The list of one's own body: live municipal staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(_NOT_STAFF)


def can_open_quote_desk(user: User, subject: object = None) -> Decision:
    """The list of one's own vendor: its people."""
    return ALLOWED if persona_of(user).vendor is not None else refuse(_NOT_VENDOR)


def can_create_quote_request(user: User, project: Project) -> Decision:
    """Any live colleague, while the project goes on."""
    decision = _serves(user, project.municipality_id)
    if decision and not project.is_active:
        return refuse("終了した案件では、新しい見積依頼を作れません。")
    return decision


def can_edit_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague: writes, chooses, attaches, discards."""
    return _serves(user, request.project.municipality_id)


def can_hand_document_to_vendors(user: User, attached: ProjectDocument) -> Decision:
    """Only what one's own body wrote, in its own responsibility; never what another body shared with staff alone."""
    document, owner = attached.version.document, attached.project.municipality_id
    if document.municipality_id != owner:
        return refuse("ほかの自治体が職員どうしで共有している文書は、事業者に渡せません。")
    if document.status == DocumentStatus.SUSPENDED:
        return refuse("運営が公開を停止している文書は、事業者に渡せません。")
    return _serves(user, owner)


def can_invite_service(user: User, service: Service) -> Decision:
    """A published listing whose vendor has people who can answer."""
    team = VendorMembership.objects.filter(
        vendor=service.vendor_id, ended_at__isnull=True, user__is_active=True, vendor__is_suspended=False
    )
    return _invitable(service, has_team=team.exists())


def can_invite_candidate(user: User, candidate: Candidate) -> Decision:
    """The same of a candidate from `Candidate.objects.with_teams()`, without a query of its own."""
    return _invitable(candidate.service, has_team=candidate.has_team)  # type: ignore[attr-defined]  # annotated


def can_open_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague sends it to the vendors."""
    return _serves(user, request.project.municipality_id)


def can_amend_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague."""
    return _serves(user, request.project.municipality_id)


def can_extend_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague."""
    return _serves(user, request.project.municipality_id)


def can_close_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague."""
    return _serves(user, request.project.municipality_id)


def can_cancel_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague."""
    return _serves(user, request.project.municipality_id)


def can_decide_quote_request(user: User, request: QuoteRequest) -> Decision:
    """Any live colleague."""
    return _serves(user, request.project.municipality_id)


def can_answer_quote_question(user: User, question: QuoteQuestion) -> Decision:
    """Any live colleague of the asking body."""
    return _serves(user, question.invitation.request.project.municipality_id)


def can_answer_quote_invitation(user: User, invitation: QuoteInvitation) -> Decision:
    """Who writes for the invited vendor: asks, quotes, withdraws, declines."""
    return can_write_for_vendor(user, invitation.vendor_id, _NOT_ADDRESSED)


def can_withdraw_quote(user: User, quote: Quote) -> Decision:
    """Who writes for the vendor that wrote it."""
    return can_answer_quote_invitation(user, quote.invitation)


def _serves(user: User, municipality_id: str) -> Decision:
    municipality = persona_of(user).municipality
    if municipality is None or municipality.pk != municipality_id:
        return refuse(_NOT_OURS)
    return ALLOWED


def _invitable(service: Service, *, has_team: bool) -> Decision:
    if service.status != ServiceStatus.PUBLISHED:
        return refuse(NOT_LISTED)
    return ALLOWED if has_team else refuse(NO_TEAM)
