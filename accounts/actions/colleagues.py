"""Invitations to colleagues of the same body: a mail to sign up, which proves nothing by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_colleague_invitation
from accounts.models import ColleagueInvitation, User
from accounts.personas import persona_of
from accounts.policies.memberships import can_invite_colleague
from dss.access import DomainError

MAX_PER_DAY = 20


@transaction.atomic
def invite_colleague(*, email: str, actor: User, now: datetime) -> ColleagueInvitation:
    """Mail a colleague whose address belongs to the actor's own body by the table of domains or by a naming rule."""
    person = lock_person(actor.pk)
    can_invite_colleague(person, email, now).or_refuse()
    today = ColleagueInvitation.objects.filter(invited_by=actor, created_at__date=timezone.localdate(now)).count()
    if today >= MAX_PER_DAY:
        raise DomainError(f"1日に送れる招待は{MAX_PER_DAY}件までです。明日以降にもう一度お試しください。")
    invitation, created = ColleagueInvitation.objects.get_or_create(
        municipality=persona_of(person, now).municipality,
        email=email,
        defaults={"invited_by": actor, "created_at": now},
    )
    if not created:
        raise DomainError("このアドレスには、すでに招待を送っています。")
    record(actor=actor, verb="invite_colleague", obj=invitation, now=now)
    send_colleague_invitation(invitation=invitation, inviter=actor, now=now)
    return invitation
