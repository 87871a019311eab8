"""専門家アドバイザー: invited by the operators to one address, accepted by the person who reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.actions.memberships import end_dead_memberships
from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_advisor_invitation
from accounts.models import Advisor, AdvisorInvitation, User
from accounts.policies.roles import can_become_advisor, can_edit_advisor, can_invite_advisor, can_retire_advisor
from accounts.tokens import fresh_token, hash_token
from dss.access import DomainError

INVITATION_LIFETIME = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AdvisorFacts:
    """What an advisor says of themselves; `conflicts` are their ties to vendors, in their own words."""

    affiliation: str
    fields: str
    introduction: str
    conflicts: str


@transaction.atomic
def invite_advisor(*, email: str, affiliation: str, fields: str, actor: User, now: datetime) -> AdvisorInvitation:
    """Mail a single-use invitation to `email`. An earlier open one to the same address stops working."""
    can_invite_advisor(actor).or_refuse()
    active = Advisor.objects.active().filter(user__emailaddress__email=email, user__emailaddress__verified=True)
    if active.exists():
        raise DomainError("このアドレスの方は、すでに専門家アドバイザーです。")
    AdvisorInvitation.objects.filter(email=email, accepted_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
    token = fresh_token()
    try:
        with transaction.atomic():
            invitation = AdvisorInvitation.objects.create(
                email=email,
                affiliation=affiliation,
                fields=fields,
                token_sha256=hash_token(token),
                invited_by=actor,
                created_at=now,
                expires_at=now + INVITATION_LIFETIME,
            )
    except IntegrityError as error:
        raise DomainError("ほかの運営担当者が、このアドレスに招待を送ったところです。") from error
    record(actor=actor, verb="invite_advisor", obj=invitation, now=now)
    send_advisor_invitation(invitation=invitation, token=token, now=now)
    return invitation


@transaction.atomic
def withdraw_advisor_invitation(*, invitation: AdvisorInvitation, actor: User, reason: str, now: datetime) -> None:
    """The link in the mail stops working."""
    locked = AdvisorInvitation.objects.select_for_update().get(pk=invitation.pk)
    can_invite_advisor(actor).or_refuse()
    if locked.accepted_at or locked.withdrawn_at:
        raise DomainError("この招待は、すでに使われたか取り消されています。")
    locked.withdrawn_at = now
    locked.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="withdraw_advisor_invitation", obj=locked, now=now, reason=reason)


@transaction.atomic
def accept_advisor_invitation(*, invitation: AdvisorInvitation, actor: User, now: datetime) -> Advisor:
    """Become an advisor, or one again. The invitation is bound to one address, which `actor` must have confirmed."""
    person = lock_person(actor.pk)
    locked = AdvisorInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at or locked.withdrawn_at or now >= locked.expires_at:
        raise DomainError("この招待は、使用済みか、取り消されたか、期限が切れています。")
    if not EmailAddress.objects.filter(user=person, email=locked.email, verified=True).exists():
        raise DomainError(
            f"この招待は {locked.email} 宛てです。そのアドレスで登録したアカウントでログインしてください。"
        )
    end_dead_memberships(person=person, now=now)
    can_become_advisor(person).or_refuse()
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    facts = {"affiliation": locked.affiliation, "fields": locked.fields, "invited_by": locked.invited_by}
    advisor, _ = Advisor.objects.update_or_create(
        user=person, defaults=facts | {"is_active": True}, create_defaults=facts | {"created_at": now}
    )
    record(actor=actor, verb="accept_advisor_invitation", obj=advisor, now=now)
    return advisor


@transaction.atomic
def change_advisor_profile(*, facts: AdvisorFacts, actor: User, now: datetime) -> Advisor:
    """Replace what an advisor says of themselves; saying it states the conflicts as of now."""
    lock_person(actor.pk)
    locked = Advisor.objects.select_for_update(of=("self",)).get(user=actor)
    can_edit_advisor(actor, locked).or_refuse()
    for name, value in asdict(facts).items():
        setattr(locked, name, value)
    locked.conflicts_stated_at = now
    locked.save(update_fields=[*asdict(facts), "conflicts_stated_at"])
    record(actor=actor, verb="change_advisor_profile", obj=locked, now=now)
    return locked


@transaction.atomic
def retire_advisor(*, advisor: Advisor, actor: User, reason: str, now: datetime) -> Advisor:
    """The person is no advisor from the next request on."""
    lock_person(advisor.user_id)
    locked = Advisor.objects.select_for_update().get(pk=advisor.pk)
    can_retire_advisor(actor, locked).or_refuse()
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    record(actor=actor, verb="retire_advisor", obj=locked, now=now, reason=reason)
    return locked
