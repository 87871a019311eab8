"""What the actions on requests for quotes share: the order of locks, the moment under the lock, refusals of a state.

Locked are the project, then its request, then the invitation. Whether the deadline passed is asked at the moment the
lock was won: the caller's `now` plus the time spent waiting. So a quote that waited behind an early close, or past its
deadline, is refused.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from dss.access import DomainError
from procurement.actions.project_steps import lock_project
from procurement.enums import QuoteInvitationStatus, QuoteRequestStatus
from procurement.models import QuoteInvitation, QuoteRequest

GONE = "この見積依頼の下書きは、すでに破棄されています。"
NOT_DRAFT = "この見積依頼はすでに送られているため、変更できません。"
TOO_LATE = "この見積依頼はすでに締め切られています。"


class QuoteRequestChanged(DomainError):
    """A colleague saved the draft in between; `request` is what stands there now, so that both can be shown."""

    def __init__(self, request: QuoteRequest) -> None:
        super().__init__("ほかの職員が先にこの下書きを保存しました。いまの内容を確かめて、保存し直してください。")
        self.request = request


def lock_quote_request(request_id: int, now: datetime) -> tuple[QuoteRequest, datetime]:
    """The request as it is now, with its project, held until the transaction ends; and the moment the lock was won."""
    begun = time.monotonic()
    project_id = QuoteRequest.objects.filter(pk=request_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise DomainError(GONE)
    project = lock_project(project_id)
    request = QuoteRequest.objects.select_for_update(no_key=True).filter(pk=request_id).first()
    if request is None:
        raise DomainError(GONE)
    request.project = project
    return request, now + timedelta(seconds=time.monotonic() - begun)


def lock_draft_request(request_id: int, revision: int, now: datetime) -> QuoteRequest:
    """A draft to write in. QuoteRequestChanged: a colleague saved since `revision` was shown."""
    request, _ = lock_quote_request(request_id, now)
    expect_draft(request)
    if request.revision != revision:
        raise QuoteRequestChanged(request)
    return request


def lock_quote_invitation(invitation_id: int, now: datetime) -> tuple[QuoteInvitation, datetime]:
    """The invitation with its request and project, held; and the moment the lock was won."""
    request_id = QuoteInvitation.objects.filter(pk=invitation_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise DomainError(GONE)
    request, at = lock_quote_request(request_id, now)
    invitation = (
        QuoteInvitation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("version", "vendor")
        .get(pk=invitation_id)
    )
    invitation.request = request
    return invitation, at


def expect_draft(request: QuoteRequest) -> None:
    """What the vendors were asked never changes."""
    if not request.is_draft:
        raise DomainError(NOT_DRAFT)


def expect_accepting(request: QuoteRequest, at: datetime) -> None:
    """In time, by the server's clock. Vendors never meet a draft, so it is closed, decided, cancelled or late."""
    if request.status == QuoteRequestStatus.CANCELLED:
        raise DomainError("この見積依頼は中止されました。")
    if not request.is_accepting_quotes(at):
        raise DomainError(TOO_LATE)


def expect_invited(invitation: QuoteInvitation) -> None:
    """Who declined takes that back first."""
    if invitation.status != QuoteInvitationStatus.INVITED:
        raise DomainError("この見積依頼は辞退しています。辞退を取り消してから続けてください。")


def step_request(request: QuoteRequest, status: QuoteRequestStatus) -> None:
    """Move the locked request to `status`; times are the caller's matter."""
    if status not in QuoteRequest.TRANSITIONS[QuoteRequestStatus(request.status)]:
        raise DomainError(f"この見積依頼はすでに「{request.get_status_display()}」になっています。")
    request.status = status
