"""導入実績: claimed by a vendor or by staff, corrected and withdrawn by whoever may, ended by the municipality."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User, Vendor
from accounts.personas import persona_of
from catalog.actions.indexing import listings_changed
from catalog.actions.locking import expect, lock_service
from catalog.emails import send_adoptions_claimed
from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus, ProcurementMethod, ServiceStatus, TaxTreatment
from catalog.models import Adoption, Service
from catalog.ordering import listing_rank
from catalog.policies import (
    can_claim_adoption,
    can_claim_stage,
    can_edit_adoption,
    can_end_adoption,
    can_settle_dispute,
    can_withdraw_adoption,
)
from dss.access import DomainError

CLAIMS_A_DAY = 100
"""Of one vendor: its customers can be entered in a day or two, and nobody floods every municipality's mailbox."""
NO_SOURCE = "事業者の申告には、出典のURLが必要です。公開されている資料のURLを入力してください。"
ALREADY = "この自治体と部署の導入実績は、すでに登録されています。"
STALE = "ほかの方が先にこの導入実績を変更しました。いまの内容を確かめてから、もう一度行ってください。"


class AdoptionChanged(DomainError):
    """Somebody else changed the facts since they were read; `adoption` is what stands there now."""

    def __init__(self, adoption: Adoption) -> None:
        super().__init__(STALE)
        self.adoption = adoption


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
    """Record an adoption and ask the body's staff. It does not count before one of them confirms it: a live member
    speaks for the body, so that may be the very person who recorded it."""
    adoption = enter_claim(service=service, municipality=municipality, facts=facts, actor=actor, now=now)
    if facts.stage != AdoptionStage.CONSIDERING:  # an intention needs no confirmation
        send_adoptions_claimed(adoption, actor=actor, now=now)
    return adoption


def enter_claim(
    *, service: Service, municipality: Municipality, facts: AdoptionFacts, actor: User, now: dt.datetime
) -> Adoption:
    """The record alone: whoever calls this says to whom it matters."""
    origin = AdoptionOrigin.STAFF if persona_of(actor).municipality else AdoptionOrigin.VENDOR
    if origin == AdoptionOrigin.VENDOR:
        _refuse_above_limit(service, now)
    service = lock_service(service.pk)
    can_claim_adoption(actor, service, municipality).or_refuse()
    can_claim_stage(actor, facts.stage).or_refuse()
    expect(service.status == ServiceStatus.PUBLISHED, "公開中のサービスにだけ導入実績を登録できます。")
    expect(origin == AdoptionOrigin.STAFF or bool(facts.source_url), NO_SOURCE)
    same = Adoption.objects.standing().filter(service=service, municipality=municipality, department=facts.department)
    # A vendor is not told by a refusal that the body is considering: only what it sees, or said itself, is taken.
    known = same.filter(origin=origin) | same.filter(pk__in=Adoption.objects.visible_to(actor).values("pk"))
    expect(not known.exists(), ALREADY)
    adoption = Adoption.objects.create(
        service=service,
        municipality=municipality,
        origin=origin,
        claimed_at=now,
        claimed_by_key=actor.key,
        **_columns(facts),
    )
    record(actor=actor, verb="adoption_claimed", obj=adoption, now=now)
    return adoption


@transaction.atomic
def correct_adoption(
    *, adoption: Adoption, revision: int, facts: AdoptionFacts, actor: User, now: dt.datetime
) -> Adoption:
    """Put other facts in place of those read as `revision`. What staff correct stays as confirmed as it was.

    AdoptionChanged: somebody else was quicker. DomainError: the department has such a record already.
    """
    locked = lock_adoption(adoption)
    can_edit_adoption(actor, locked).or_refuse()
    expect_standing(locked)
    expect_unchanged(locked, revision)
    can_claim_stage(actor, facts.stage).or_refuse()
    expect(
        not (locked.origin == AdoptionOrigin.VENDOR and facts.stage == AdoptionStage.CONSIDERING),
        "事業者が申告した導入実績は「検討」にできません。事実と違うときは異議を出してください。",
    )
    is_sourced = locked.origin == AdoptionOrigin.STAFF or bool(facts.source_url)
    is_of_earlier_days = not locked.source_url and persona_of(actor).municipality is not None
    expect(is_sourced or is_of_earlier_days, NO_SOURCE)
    before = {name: str(getattr(locked, name) or "") for name in asdict(facts)}
    for name, value in _columns(facts).items():
        setattr(locked, name, value)
    save_next_revision(locked, *asdict(facts))
    after = {name: str(getattr(locked, name) or "") for name in before}
    changed = sorted(name for name in before if before[name] != after[name])
    record(actor=actor, verb="adoption_corrected", obj=locked, now=now, data={"fields": changed})
    return locked


@transaction.atomic
def end_adoption(
    *, adoption: Adoption, revision: int, ended_on: dt.date, reason: str, actor: User, now: dt.datetime
) -> Adoption:
    """The use is over since the month of `ended_on`, for `reason`. The body stays among those that have used it."""
    locked = lock_adoption(adoption)
    can_end_adoption(actor, locked).or_refuse()
    expect_standing(locked)
    expect_unchanged(locked, revision)
    is_used = locked.stage in {AdoptionStage.TRIAL, AdoptionStage.IN_USE}
    expect(is_used, "試行中か本番で利用中の導入実績だけを終了にできます。")
    expect(locked.started_on is None or ended_on >= locked.started_on, "終了月は開始月より後にしてください。")
    locked.stage = AdoptionStage.ENDED
    locked.ended_on = ended_on
    locked.end_reason = reason
    save_next_revision(locked, "stage", "ended_on", "end_reason")
    record(actor=actor, verb="adoption_ended", obj=locked, now=now, reason=reason)
    return locked


@transaction.atomic
def withdraw_adoption(*, adoption: Adoption, actor: User, now: dt.datetime) -> Adoption:
    """Take a record back; it is shown nowhere any more, and the same may be recorded anew."""
    locked = lock_adoption(adoption)
    can_withdraw_adoption(actor, locked).or_refuse()
    may_step = AdoptionStatus.WITHDRAWN in Adoption.TRANSITIONS[AdoptionStatus(locked.status)]
    expect(may_step, "この導入実績は、すでに取り下げられています。")
    locked.status = AdoptionStatus.WITHDRAWN
    locked.withdrawn_at = now
    locked.save(update_fields=["status", "withdrawn_at"])
    recount_adoptions(locked.service)
    record(actor=actor, verb="adoption_withdrawn", obj=locked, now=now)
    return locked


@transaction.atomic
def settle_disputed_adoption(*, adoption: Adoption, reason: str, actor: User, now: dt.datetime) -> Adoption:
    """An operator heard both sides and takes the disputed record off for good."""
    locked = lock_adoption(adoption)
    can_settle_dispute(actor, locked).or_refuse()
    expect(locked.status == AdoptionStatus.DISPUTED, "異議のある導入実績だけを取り下げられます。")
    locked.status = AdoptionStatus.WITHDRAWN
    locked.withdrawn_at = now
    locked.save(update_fields=["status", "withdrawn_at"])
    recount_adoptions(locked.service)
    record(actor=actor, verb="adoption_dispute_settled", obj=locked, now=now, reason=reason)
    return locked


def lock_adoption(adoption: Adoption) -> Adoption:
    """The record as it is now, with its service held."""
    service = lock_service(adoption.service_id)
    locked = Adoption.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=adoption.pk)
    locked.service = service
    return locked


def expect_standing(adoption: Adoption) -> None:
    """DomainError when the record was withdrawn."""
    expect(adoption.status != AdoptionStatus.WITHDRAWN, "この導入実績は、すでに取り下げられています。")


def expect_unchanged(adoption: Adoption, revision: int) -> None:
    """AdoptionChanged unless the facts are those that were read."""
    if adoption.revision != revision:
        raise AdoptionChanged(adoption)


def save_next_revision(adoption: Adoption, *fields: str) -> None:
    """Write new facts of the locked record, and count what follows from them anew."""
    adoption.revision += 1
    try:
        with transaction.atomic():
            adoption.save(update_fields=[*fields, "revision"])
    except IntegrityError as error:
        if "adoption_once" not in str(error):
            raise
        raise DomainError(ALREADY) from None
    recount_adoptions(adoption.service)


def recount_adoptions(service: Service) -> None:
    """Bodies, not records: a city whose three departments use it counts once."""
    confirmed = Adoption.objects.filter(service=service).confirmed()
    service.confirmed_adoptions = confirmed.values("municipality").distinct().count()
    if service.published_at is not None:
        service.rank = listing_rank(service.confirmed_adoptions, service.published_at)
    service.save(update_fields=["confirmed_adoptions", "rank"])
    listings_changed([service.pk])


def _columns(facts: AdoptionFacts) -> dict[str, Any]:
    return asdict(facts) | {
        "procurement_method": facts.procurement_method or "",
        "amount_tax": facts.amount_tax or "",
    }


def _refuse_above_limit(service: Service, now: dt.datetime) -> None:
    """Counted under the vendor's row lock, taken before that of the listing."""
    Vendor.objects.select_for_update(no_key=True).get(pk=service.vendor_id)
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Adoption.objects.filter(
        service__vendor=service.vendor_id, origin=AdoptionOrigin.VENDOR, claimed_at__gte=start
    )
    expect(
        today.count() < CLAIMS_A_DAY,
        f"事業者が1日に申告できる導入実績は{CLAIMS_A_DAY}件までです。明日以降に登録してください。",
    )
