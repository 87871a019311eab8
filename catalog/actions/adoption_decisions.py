"""導入実績: confirmed or disputed by the municipality itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

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
from catalog.emails import send_adoption_confirmed, send_adoption_disputed
from catalog.enums import AdoptionStatus
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
