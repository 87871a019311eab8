"""導入実績: claimed by a vendor or by staff, confirmed or disputed by the municipality itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.actions.indexing import listings_changed
from catalog.actions.locking import expect, lock_service
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus, ProcurementMethod, ServiceStatus, TaxTreatment
from catalog.models import Adoption, Service
from catalog.ordering import listing_rank
from catalog.policies import can_claim_adoption, can_decide_adoption


@dataclass(frozen=True, slots=True)
class AdoptionFacts:
    """What is said of an adoption. Months are first days of a month; `amount` is whole yen for `amount_scope`."""

    stage: AdoptionStage
    department: str = ""
    started_on: dt.date | None = None
    ended_on: dt.date | None = None
    end_reason: str = ""
    procurement_method: ProcurementMethod | None = None
    amount: int | None = None
    amount_tax: TaxTreatment | None = None
    amount_scope: str = ""
    source_url: str = ""


@transaction.atomic
def claim_adoption(
    *, service: Service, municipality: Municipality, facts: AdoptionFacts, actor: User, now: dt.datetime
) -> Adoption:
    """Record an adoption. It does not count before a member of that municipality confirms it."""
    service = lock_service(service.pk)
    can_claim_adoption(actor, service, municipality).or_refuse()
    expect(service.status == ServiceStatus.PUBLISHED, "公開中のサービスにだけ導入実績を登録できます。")
    origin = AdoptionOrigin.STAFF if persona_of(actor).municipality else AdoptionOrigin.VENDOR
    same = Adoption.objects.filter(service=service, municipality=municipality, department=facts.department)
    # A vendor is not told by a refusal that the body is considering: only what it sees, or said itself, is taken.
    known = same.filter(origin=origin) | same.filter(pk__in=Adoption.objects.visible_to(actor).values("pk"))
    expect(not known.exists(), "この自治体と部署の導入実績は、すでに登録されています。")
    adoption = Adoption.objects.create(
        service=service,
        municipality=municipality,
        origin=origin,
        department=facts.department,
        stage=facts.stage,
        started_on=facts.started_on,
        ended_on=facts.ended_on,
        end_reason=facts.end_reason,
        procurement_method=facts.procurement_method or "",
        amount=facts.amount,
        amount_tax=facts.amount_tax or "",
        amount_scope=facts.amount_scope,
        source_url=facts.source_url,
        claimed_at=now,
        claimed_by_key=actor.key,
    )
    record(actor=actor, verb="adoption_claimed", obj=adoption, now=now)
    return adoption


@transaction.atomic
def confirm_adoption(*, adoption: Adoption, actor: User, now: dt.datetime) -> None:
    """A member of the municipality says: this is so. From now on it counts."""
    adoption = _lock(adoption)
    can_decide_adoption(actor, adoption).or_refuse()
    can_confirm = AdoptionStatus.CONFIRMED in Adoption.TRANSITIONS[AdoptionStatus(adoption.status)]
    expect(can_confirm, "この導入実績はすでに確認されています。")
    adoption.status = AdoptionStatus.CONFIRMED
    adoption.confirmed_at = now
    adoption.confirmed_by_key = actor.key
    adoption.save(update_fields=["status", "confirmed_at", "confirmed_by_key"])
    recount_adoptions(adoption.service)
    record(actor=actor, verb="adoption_confirmed", obj=adoption, now=now)


@transaction.atomic
def dispute_adoption(*, adoption: Adoption, reason: str, actor: User, now: dt.datetime) -> None:
    """A member of the municipality says: this is not so. It is hidden at once."""
    adoption = _lock(adoption)
    can_decide_adoption(actor, adoption).or_refuse()
    can_dispute = AdoptionStatus.DISPUTED in Adoption.TRANSITIONS[AdoptionStatus(adoption.status)]
    expect(can_dispute, "この導入実績には、すでに異議が出ています。")
    adoption.status = AdoptionStatus.DISPUTED
    adoption.disputed_at = now
    adoption.dispute_reason = reason
    adoption.save(update_fields=["status", "disputed_at", "dispute_reason"])
    recount_adoptions(adoption.service)
    record(actor=actor, verb="adoption_disputed", obj=adoption, now=now, reason=reason)


def _lock(adoption: Adoption) -> Adoption:
    service = lock_service(adoption.service_id)
    locked = Adoption.objects.select_for_update().get(pk=adoption.pk)
    locked.service = service
    return locked


def recount_adoptions(service: Service) -> None:
    """Bodies, not records: a city whose three departments use it counts once."""
    confirmed = Adoption.objects.filter(service=service).confirmed()
    service.confirmed_adoptions = confirmed.values("municipality").distinct().count()
    if service.published_at is not None:
        service.rank = listing_rank(service.confirmed_adoptions, service.published_at)
    service.save(update_fields=["confirmed_adoptions", "rank"])
    listings_changed([service.pk])
