"""One more vendor is asked: found while the request is written, or after it was opened, in time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.models import Service
from dss.access import DomainError
from procurement.actions.candidates import put_candidates
from procurement.actions.project_steps import expect_active, log_step
from procurement.actions.quote_locks import expect_accepting, lock_quote_request
from procurement.actions.quote_requests import save_next_revision, version_to_ask
from procurement.emails import send_quote_invited
from procurement.enums import ProjectStepKind
from procurement.models import MOST_SERVICES, QuoteInvitation, QuoteRequest
from procurement.policies import can_edit_quote_request
from procurement.quote_calendar import LATEST_INVITATION_DAYS, can_still_invite


@transaction.atomic
def invite_quote_service(*, request: QuoteRequest, service: Service, actor: User, now: datetime) -> QuoteInvitation:
    """Ask about one more listing, under the same conditions; it becomes a candidate of the project if it is none.

    A draft only notes it. Once opened the vendor is told at once, and nobody else is. Asked twice it is one invitation.
    DomainError: too late, too many, or it cannot be asked about.
    """
    locked, at = lock_quote_request(request.pk, now)
    can_edit_quote_request(actor, locked).or_refuse()
    twin = locked.invitations.filter(service=service).first()
    if twin is not None:
        return twin
    if not locked.is_draft:
        _expect_time(locked, at)
    expect_active(locked.project)
    if locked.invitations.count() >= MOST_SERVICES:
        raise DomainError(f"見積を依頼できるサービスは{MOST_SERVICES}件までです。")
    asked = Service.objects.select_related("vendor", "current").get(pk=service.pk)
    version = version_to_ask(actor, asked)
    put_candidates(locked.project, [asked], actor=actor, now=at)
    invitation = QuoteInvitation(request=locked, service=asked, version=version, vendor=asked.vendor)
    if locked.is_draft:
        invitation.save()
        save_next_revision(locked, "set_quote_services", actor, at)
        return invitation
    invitation.invited_at = at
    invitation.save()
    record(actor=actor, verb="invite_quote_service", obj=locked, now=at, data={"invitation": invitation.pk})
    log_step(
        locked.project,
        ProjectStepKind.VENDOR_INVITED,
        actor=actor,
        now=at,
        subject=locked.title,
        detail="依頼先を1件追加",
    )
    send_quote_invited(invitation, now=at)
    return invitation


def _expect_time(request: QuoteRequest, at: datetime) -> None:
    expect_accepting(request, at)
    if request.deadline_at is not None and not can_still_invite(at, request.deadline_at):
        raise DomainError(
            f"回答期限まで{LATEST_INVITATION_DAYS}営業日を切っているため、依頼先を加えられません。"
            "先に回答期限を延ばしてください。"
        )
