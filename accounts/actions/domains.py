"""The table of municipal mail domains: proposed by one operator, verified by another, revoked by any."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.enums import DomainStatus
from accounts.models import MunicipalDomain, Municipality, User
from accounts.policies.memberships import (
    can_propose_domain,
    can_recheck_domain,
    can_revoke_domain,
    can_verify_domain,
)
from dss.access import DomainError


@transaction.atomic
def propose_domain(
    *, domain: str, municipality: Municipality, evidence: str, actor: User, now: datetime
) -> MunicipalDomain:
    """Put a domain on the table as a proposal, with the evidence the second operator will look at."""
    can_propose_domain(actor).or_refuse()
    try:
        with transaction.atomic():
            row = MunicipalDomain.objects.create(
                domain=domain, municipality=municipality, evidence=evidence, proposed_by=actor, proposed_at=now
            )
    except IntegrityError as error:
        raise DomainError("このドメインは、すでに表にあります。") from error
    record(actor=actor, verb="propose_domain", obj=row, now=now, reason=evidence)
    return row


@transaction.atomic
def verify_domain(*, domain: MunicipalDomain, actor: User, now: datetime) -> MunicipalDomain:
    """The second operator agrees: from now on addresses of exactly this domain belong to that body."""
    row = MunicipalDomain.objects.select_for_update().get(pk=domain.pk)
    can_verify_domain(actor, row).or_refuse()
    row.status = DomainStatus.VERIFIED
    row.verified_by = actor
    row.verified_at = now
    row.revoked_at = None
    row.save(update_fields=["status", "verified_by", "verified_at", "revoked_at"])
    record(actor=actor, verb="verify_domain", obj=row, now=now, reason=row.evidence)
    return row


@transaction.atomic
def revoke_domain(*, domain: MunicipalDomain, actor: User, reason: str, now: datetime) -> MunicipalDomain:
    """Take trust away: every membership on this domain stops counting at the next request."""
    row = MunicipalDomain.objects.select_for_update().get(pk=domain.pk)
    can_revoke_domain(actor, row).or_refuse()
    row.status = DomainStatus.REVOKED
    row.revoked_at = now
    row.save(update_fields=["status", "revoked_at"])
    record(actor=actor, verb="revoke_domain", obj=row, now=now, reason=reason)
    return row


@transaction.atomic
def recheck_domain(*, domain: MunicipalDomain, actor: User, reason: str, now: datetime) -> MunicipalDomain:
    """Somebody made sure again, as `reason` tells, that the body still has this verified domain."""
    row = MunicipalDomain.objects.select_for_update().get(pk=domain.pk)
    can_recheck_domain(actor, row).or_refuse()
    if row.status != DomainStatus.VERIFIED:
        raise DomainError("確認済みのドメインだけを、確かめ直せます。")
    row.rechecked_at = now
    row.save(update_fields=["rechecked_at"])
    record(actor=actor, verb="recheck_domain", obj=row, now=now, reason=reason)
    return row


@transaction.atomic
def propose_domain_again(
    *, domain: MunicipalDomain, municipality: Municipality, evidence: str, actor: User, now: datetime
) -> MunicipalDomain:
    """A revoked domain comes back only as a new proposal: two operators look again, and until then it stays revoked
    (`revoked_at`) even where a naming rule would grant it."""
    row = MunicipalDomain.objects.select_for_update().get(pk=domain.pk)
    can_propose_domain(actor).or_refuse()
    if row.status != DomainStatus.REVOKED:
        raise DomainError("取り消されたドメインだけを、あらためて提案できます。")
    row.status = DomainStatus.PROPOSED
    row.municipality = municipality
    row.evidence = evidence
    row.proposed_by, row.proposed_at = actor, now
    row.verified_by, row.verified_at = None, None
    row.save()
    record(actor=actor, verb="propose_domain_again", obj=row, now=now, reason=evidence)
    return row
