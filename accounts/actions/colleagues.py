"""Invitations to colleagues of the same body: a mail to sign up, which proves nothing by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_colleague_invitation
from accounts.identification import identify_address
from accounts.models import ColleagueInvitation, MunicipalMembership, User
from dss.access import DomainError, PolicyRefused

MAX_PER_DAY = 20


@transaction.atomic
def invite_colleague(*, email: str, actor: User, now: datetime) -> ColleagueInvitation:
    """Mail a colleague whose address belongs to the actor's own body: by the rule, or by the actor's own domain."""
    lock_person(actor.pk)
    membership = MunicipalMembership.objects.live(now).filter(user=actor).select_related("municipality").first()
    if membership is None:
        raise PolicyRefused("同僚を招待できるのは、自治体職員として確認された方だけです。")
    if not belongs_to(email, membership):
        raise DomainError("同じ自治体のメールアドレスにだけ、招待を送れます。")
    today = ColleagueInvitation.objects.filter(invited_by=actor, created_at__date=timezone.localdate(now)).count()
    if today >= MAX_PER_DAY:
        raise DomainError(f"1日に送れる招待は{MAX_PER_DAY}件までです。明日以降にもう一度お試しください。")
    invitation, created = ColleagueInvitation.objects.get_or_create(
        municipality=membership.municipality, email=email, defaults={"invited_by": actor, "created_at": now}
    )
    if not created:
        raise DomainError("このアドレスには、すでに招待を送っています。")
    record(actor=actor, verb="invite_colleague", obj=invitation, now=now)
    send_colleague_invitation(invitation=invitation, inviter=actor, now=now)
    return invitation


def belongs_to(email: str, membership: MunicipalMembership) -> bool:
    """Whether `email` is an address of the body, or of the very domain an operator accepted for the inviter."""
    decision = identify_address(email)
    if decision.decision == "granted":
        return decision.code == membership.municipality_id
    same_domain = email.rpartition("@")[2].lower() == membership.email.rpartition("@")[2].lower()
    return decision.decision == "manual" and membership.rule == "operator" and same_domain
