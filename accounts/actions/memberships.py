"""Municipal memberships: granted on proof, confirmed every year, ended when the proof is gone."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_confirmation_reminder
from accounts.enums import DomainStatus, MembershipStatus
from accounts.identification import current_identifier, identify_address
from accounts.membership_year import last_day_after, reminder_due
from accounts.models import MunicipalDomain, Municipality, MunicipalMembership, User
from accounts.policies.memberships import (
    can_confirm_membership,
    can_grant_membership,
    can_moderate_membership,
)
from dss.access import DomainError, PolicyRefused

NOT_PROVEN = "このメールアドレスだけでは、所属する自治体を確かめられません。申請の画面から運営の確認を受けてください。"


@transaction.atomic
def grant_membership(*, address: EmailAddress, actor: User, now: datetime) -> MunicipalMembership:
    """Make `actor` staff of the one body the confirmed `address` belongs to by the table or by rule.

    To be called only after a code sent to that address was typed into the person's own session.
    """
    person = lock_person(actor.pk)
    end_dead_memberships(person=person, now=now)
    can_grant_membership(person, address, now).or_refuse()
    decision = identify_address(address.email)
    if decision.decision != "granted":
        raise PolicyRefused(NOT_PROVEN)
    membership = create_membership(
        person=person, address=address, municipality_code=decision.code, rule=decision.rule, now=now
    )
    record(actor=actor, verb="grant_membership", obj=membership, now=now, data={"rule": decision.rule})
    return membership


def create_membership(
    *, person: User, address: EmailAddress, municipality_code: str, rule: str, now: datetime
) -> MunicipalMembership:
    """The row itself; the caller holds the person's lock and has decided."""
    municipality = Municipality.objects.get(pk=municipality_code)
    if municipality.ended_on is not None:
        raise DomainError("この自治体は合併などで廃止されています。承継した自治体のアドレスで登録してください。")
    domain = MunicipalDomain.objects.filter(
        domain=address.email.rpartition("@")[2].lower(), status=DomainStatus.VERIFIED
    ).first()
    return MunicipalMembership.objects.create(
        user=person,
        municipality=municipality,
        email_address_pk=address.pk,
        email=address.email,
        domain=domain if rule == "table" else None,
        rule=rule,
        granted_at=now,
        confirmed_at=now,
        expires_on=last_day_after(timezone.localdate(now)),
    )


@transaction.atomic
def confirm_membership(*, address: EmailAddress, actor: User, now: datetime) -> MunicipalMembership:
    """The yearly confirmation, after the code sent to the membership's own address was typed."""
    person = lock_person(actor.pk)
    membership = (
        MunicipalMembership.objects.live(now)
        .select_for_update(of=("self",))
        .filter(user=person, email_address_pk=address.pk)
        .first()
    )
    if membership is None:
        raise DomainError("確認できる職員資格がありません。もう一度登録の手続きをしてください。")
    can_confirm_membership(person, membership, now).or_refuse()
    _refuse_moved_address(membership)
    membership.confirmed_at = now
    membership.expires_on = last_day_after(timezone.localdate(now))
    membership.save(update_fields=["confirmed_at", "expires_on"])
    record(actor=actor, verb="confirm_membership", obj=membership, now=now)
    return membership


def prove_address(*, address: EmailAddress, actor: User, now: datetime) -> MunicipalMembership:
    """A code sent to `address` was typed into the person's own session: confirm the membership, or grant one."""
    live = MunicipalMembership.objects.live(now).filter(user=actor).first()
    if live is None:
        return grant_membership(address=address, actor=actor, now=now)
    if live.email_address_pk != address.pk:
        raise DomainError("いまの職員資格は、別のメールアドレスで確認されています。")
    return confirm_membership(address=address, actor=actor, now=now)


def _refuse_moved_address(membership: MunicipalMembership) -> None:
    """What an address proves may have changed since the grant (a merger, a domain that moved)."""
    if membership.rule == "operator":
        return
    decision = identify_address(membership.email)
    if decision.decision != "granted" or decision.code != membership.municipality_id:
        raise PolicyRefused(NOT_PROVEN)


def end_dead_memberships(*, person: User, now: datetime) -> int:
    """End the active rows of `person` that no longer count; the caller holds the person's lock."""
    live = MunicipalMembership.objects.live(now).filter(user=person).values_list("pk", flat=True)
    dead = MunicipalMembership.objects.select_for_update().filter(user=person, status=MembershipStatus.ACTIVE)
    rows = list(dead.exclude(pk__in=list(live)))
    for membership in rows:
        _end(membership, reason="確認したアドレス・ドメイン・期限のいずれかが有効でなくなったため", now=now)
        record(actor=None, verb="end_membership", obj=membership, now=now, reason=membership.end_reason)
    return len(rows)


@transaction.atomic
def end_memberships_without_address(*, person: User, now: datetime) -> int:
    """The confirmed address was deleted or changed: what hung on it ends."""
    return end_dead_memberships(person=lock_person(person.pk), now=now)


@transaction.atomic
def leave_membership(*, actor: User, now: datetime) -> MunicipalMembership:
    """The person gives up their own membership (transfer, retirement)."""
    person = lock_person(actor.pk)
    membership = (
        MunicipalMembership.objects.select_for_update().filter(user=person, status=MembershipStatus.ACTIVE).first()
    )
    if membership is None:
        raise DomainError("終了できる職員資格がありません。")
    _end(membership, reason="本人の申出", now=now)
    record(actor=actor, verb="leave_membership", obj=membership, now=now, reason=membership.end_reason)
    return membership


@transaction.atomic
def end_expired_memberships(*, now: datetime) -> int:
    """End every membership whose last day has passed. Returns how many."""
    rows = list(
        MunicipalMembership.objects.select_for_update(skip_locked=True).filter(
            status__in=[MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED],
            expires_on__lt=timezone.localdate(now),
        )
    )
    for membership in rows:
        _end(membership, reason="年に一度の確認がなかったため", now=now)
        record(actor=None, verb="expire_membership", obj=membership, now=now, reason=membership.end_reason)
    return len(rows)


@transaction.atomic
def remind_confirmations(*, now: datetime) -> int:
    """Mail those who must confirm: 14 and 3 days before the end, each once. Returns how many are due today."""
    today = timezone.localdate(now)
    count = 0
    soon = MunicipalMembership.objects.live(now).filter(expires_on__year=today.year).select_related("user")
    for membership in soon.iterator():
        days = reminder_due(membership.expires_on, today)
        if days is not None:
            send_confirmation_reminder(membership=membership, days=days, now=now)
            count += 1
    return count


@transaction.atomic
def suspend_moved_memberships(*, now: datetime) -> int:
    """Suspend what the table or the rules no longer grant (a public-suffix zone that vanished, a merger)."""
    count = 0
    identify = current_identifier()
    active = MunicipalMembership.objects.live(now).exclude(rule="operator").select_for_update(of=("self",))
    for membership in active:
        decision = identify(membership.email)
        if decision.decision == "granted" and decision.code == membership.municipality_id:
            continue
        membership.status = MembershipStatus.SUSPENDED
        membership.save(update_fields=["status"])
        reason = "判定の根拠が変わり、アドレスだけでは所属を確かめられなくなったため"
        record(actor=None, verb="suspend_membership", obj=membership, now=now, reason=reason)
        count += 1
    return count


@transaction.atomic
def suspend_membership(
    *, membership: MunicipalMembership, actor: User, reason: str, now: datetime
) -> MunicipalMembership:
    """An operator stops a membership until its doubts are cleared."""
    return _moderate(membership, MembershipStatus.SUSPENDED, "suspend_membership", actor, reason, now)


@transaction.atomic
def resume_membership(
    *, membership: MunicipalMembership, actor: User, reason: str, now: datetime
) -> MunicipalMembership:
    """An operator lifts a suspension."""
    return _moderate(membership, MembershipStatus.ACTIVE, "resume_membership", actor, reason, now)


@transaction.atomic
def revoke_membership(
    *, membership: MunicipalMembership, actor: User, reason: str, now: datetime
) -> MunicipalMembership:
    """An operator ends a membership for good."""
    return _moderate(membership, MembershipStatus.REVOKED, "revoke_membership", actor, reason, now)


def _moderate(
    membership: MunicipalMembership,
    status: MembershipStatus,
    verb: str,
    actor: User,
    reason: str,
    now: datetime,
) -> MunicipalMembership:
    lock_person(membership.user_id)
    locked = MunicipalMembership.objects.select_for_update().get(pk=membership.pk)
    can_moderate_membership(actor, locked).or_refuse()
    if status not in MunicipalMembership.TRANSITIONS[MembershipStatus(locked.status)]:
        raise DomainError(f"「{locked.get_status_display()}」の職員資格には、この操作はできません。")
    locked.status = status
    if status == MembershipStatus.REVOKED:
        locked.ended_at, locked.end_reason = now, reason[:200]
    locked.save(update_fields=["status", "ended_at", "end_reason"])
    record(actor=actor, verb=verb, obj=locked, now=now, reason=reason)
    return locked


def _end(membership: MunicipalMembership, *, reason: str, now: datetime) -> None:
    membership.status = MembershipStatus.ENDED
    membership.ended_at = now
    membership.end_reason = reason
    membership.save(update_fields=["status", "ended_at", "end_reason"])
