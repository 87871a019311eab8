"""導入実績: confirmed or disputed by the municipality itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User
from catalog.actions.adoptions import (
    AdoptionFacts,
    enter_claim,
    expect_standing,
    expect_unchanged,
    lock_adoption,
    recount_adoptions,
)
from catalog.actions.locking import expect
from catalog.emails import send_adoption_confirmed, send_adoption_disputed, send_adoptions_due
from catalog.enums import AdoptionStatus
from catalog.freshness import stale_before
from catalog.models import Adoption, Service
from catalog.policies import can_decide_adoption


@transaction.atomic
def record_own_adoption(
    *, service: Service, municipality: Municipality, facts: AdoptionFacts, actor: User, now: dt.datetime
) -> Adoption:
    """A body's own staff record what it chose and vouch for it in one step, so that no colleague is asked again."""
    adoption = enter_claim(service=service, municipality=municipality, facts=facts, actor=actor, now=now)
    return confirm_adoption(adoption=adoption, revision=adoption.revision, actor=actor, now=now)


@transaction.atomic
def confirm_adoption(*, adoption: Adoption, revision: int, actor: User, now: dt.datetime) -> Adoption:
    """A member of the municipality says that the facts read as `revision` are so. From now on they count.

    A disputed record is confirmed in the same way: the dispute is over.
    """
    locked = lock_adoption(adoption)
    can_decide_adoption(actor, locked).or_refuse()
    expect_standing(locked)
    can_confirm = AdoptionStatus.CONFIRMED in Adoption.TRANSITIONS[AdoptionStatus(locked.status)]
    expect(can_confirm, "この導入実績はすでに確認されています。")
    expect_unchanged(locked, revision)
    locked.status = AdoptionStatus.CONFIRMED
    locked.confirmed_at = now
    locked.confirmed_by_key = actor.key
    locked.save(update_fields=["status", "confirmed_at", "confirmed_by_key"])
    recount_adoptions(locked.service)
    record(actor=actor, verb="adoption_confirmed", obj=locked, now=now)
    send_adoption_confirmed(locked, now=now)
    return locked


@transaction.atomic
def renew_adoption(*, adoption: Adoption, revision: int, actor: User, now: dt.datetime) -> Adoption:
    """A member of the municipality says that what was confirmed a year ago is still so."""
    locked = lock_adoption(adoption)
    can_decide_adoption(actor, locked).or_refuse()
    due = Adoption.objects.filter(pk=locked.pk).awaiting_renewal(stale_before(timezone.localdate(now)))
    expect(due.exists(), "この導入実績は、いま確かめ直す必要がありません。同僚が先に確かめたか、終了しています。")
    expect_unchanged(locked, revision)
    locked.confirmed_at = now
    locked.confirmed_by_key = actor.key
    locked.save(update_fields=["confirmed_at", "confirmed_by_key"])
    record(actor=actor, verb="adoption_renewed", obj=locked, now=now)
    return locked


def ask_bodies_again(*, now: dt.datetime) -> int:
    """Ask each body once a year whether what it confirmed is still so; returns how many bodies. One that fails does
    not undo the others."""
    due = Adoption.objects.to_ask_again(stale_before(timezone.localdate(now)))
    codes = due.order_by("municipality").values_list("municipality", flat=True).distinct()
    return sum(_ask_body(code, now) for code in list(codes))


@transaction.atomic
def _ask_body(code: str, now: dt.datetime) -> bool:
    today = timezone.localdate(now)
    due = Adoption.objects.filter(municipality=code).to_ask_again(stale_before(today))
    adoptions = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    if not adoptions:
        return False
    Adoption.objects.filter(pk__in=[each.pk for each in adoptions]).update(asked_again_on=today)
    municipality = Municipality.objects.get(pk=code)
    record(actor=None, verb="adoptions_asked_again", obj=municipality, now=now, data={"adoptions": len(adoptions)})
    send_adoptions_due(municipality, len(adoptions), now=now)
    return True


@transaction.atomic
def dispute_adoption(*, adoption: Adoption, reason: str, actor: User, now: dt.datetime) -> Adoption:
    """A member of the municipality says: this is not so. It is hidden at once from everybody else."""
    locked = lock_adoption(adoption)
    can_decide_adoption(actor, locked).or_refuse()
    expect_standing(locked)
    can_dispute = AdoptionStatus.DISPUTED in Adoption.TRANSITIONS[AdoptionStatus(locked.status)]
    expect(can_dispute, "この導入実績には、すでに異議が出ています。")
    locked.status = AdoptionStatus.DISPUTED
    locked.disputed_at = now
    locked.dispute_reason = reason
    locked.save(update_fields=["status", "disputed_at", "dispute_reason"])
    recount_adoptions(locked.service)
    record(actor=actor, verb="adoption_disputed", obj=locked, now=now, reason=reason)
    send_adoption_disputed(locked, now=now)
    return locked
