"""The list of bodies: filled once, renewed when the ministry publishes a new one. Bodies end; none is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.bodies.codes import NATION
from accounts.bodies.listing import ListedBody
from accounts.bodies.population import band_of
from accounts.enums import MunicipalityKind, PopulationBand
from accounts.models import Municipality, User
from accounts.policies import can_edit_municipality
from dss.access import DomainError

# What a list decides about a body; bands and network models are the operators'.
LISTED_FIELDS = ("name", "kana", "prefecture_code", "prefecture", "kind", "successor_id", "ended_on")
# A list says 市 for these as well; operators may have entered a city that became one since.
CITIES_OF_RANK = frozenset({MunicipalityKind.DESIGNATED_CITY, MunicipalityKind.CORE_CITY})
# What the audit trail names for a step about all bodies at once: statistics give the nation this code.
NATIONWIDE = Municipality(code=NATION, name="全国")


class Renewal(NamedTuple):
    """What a list changed, as codes; an ended body is among the changed as well."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]


@transaction.atomic
def seed_municipalities(*, bodies: Iterable[ListedBody], actor: User | None, now: datetime) -> Renewal:
    """Add the bodies that are missing and correct those that live; ends nothing and revives nothing.

    For our own list, which may be older than what the operators loaded since.
    """
    rows = _locked_rows()
    for body in bodies:
        row = rows.setdefault(body.code, Municipality(code=body.code))
        if row.ended_on is None:
            _follow(row, body, now)
    return _save(rows, verb="seed_municipalities", actor=actor, now=now)


@transaction.atomic
def renew_municipalities(
    *, bodies: Iterable[ListedBody], successors: Mapping[str, str], max_ended: int, actor: User | None, now: datetime
) -> Renewal:
    """Follow a complete current list: a body that is no longer in it ends today, never to be deleted.

    `successors` (ended code -> code of the body it was merged into) completes what the list does not say. Associations
    are the operators' own and stay. Raises DomainError when a successor is unknown, and when more than `max_ended`
    bodies would end at once: then the list is more likely cut short than the country reformed.
    """
    rows = _locked_rows()
    listed = {body.code: body for body in bodies}
    for body in listed.values():
        _follow(rows.setdefault(body.code, Municipality(code=body.code)), body, now)
    for row in rows.values():
        if row.code not in listed and row.kind != MunicipalityKind.ASSOCIATION:
            row.ended_on = row.ended_on or timezone.localdate(now)
    _name_successors(rows, successors)
    renewal = _save(rows, verb="renew_municipalities", actor=actor, now=now)
    if len(renewal.ended) > max_ended:
        raise DomainError(
            f"一覧にない{len(renewal.ended)}団体が廃止になります（上限{max_ended}）。一覧が欠けていないか確かめてください。"
        )
    return renewal


@transaction.atomic
def set_population_bands(*, populations: Mapping[str, int], actor: User | None, now: datetime) -> int:
    """Put the bodies into the bands of their populations (people by code); the number of bands that changed."""
    rows = _locked_rows()
    changed = [row for code, people in populations.items() if (row := rows.get(code)) and _move(row, band_of(people))]
    if changed:
        for row in changed:
            row.updated_at = now
        Municipality.objects.bulk_update(changed, ["population_band", "updated_at"])
        codes = sorted(row.code for row in changed)
        record(actor=actor, verb="set_population_bands", obj=NATIONWIDE, now=now, data={"codes": codes})
    return len(changed)


@transaction.atomic
def fill_population_bands(
    *, bands: Mapping[str, PopulationBand], source: str, actor: User | None, now: datetime
) -> int:
    """Give a band to those of these bodies that have none; what is known stays. Returns how many."""
    rows = _locked_rows()
    filled = [row for code in bands if (row := rows.get(code)) and not row.population_band]
    if filled:
        for row in filled:
            row.population_band = bands[row.code]
            row.updated_at = now
        Municipality.objects.bulk_update(filled, ["population_band", "updated_at"])
        data = {"codes": sorted(row.code for row in filled), "source": source}
        record(actor=actor, verb="fill_population_bands", obj=NATIONWIDE, now=now, data=data)
    return len(filled)


def _locked_rows() -> dict[str, Municipality]:
    """All bodies by code, locked; a second load waits here, even while the table is still empty."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_municipality IN SHARE ROW EXCLUSIVE MODE")
    return {row.code: row for row in Municipality.objects.select_for_update().order_by("code")}


def _follow(row: Municipality, body: ListedBody, now: datetime) -> None:
    """Make the row say what the list says; a rank the list does not know stays."""
    if not (body.kind == MunicipalityKind.CITY and row.kind in CITIES_OF_RANK):
        row.kind = body.kind
    row.name = body.name
    row.kana = body.kana
    row.prefecture = body.prefecture
    row.prefecture_code = body.code[:2]
    row.successor_id = body.successor or None
    row.ended_on = (row.ended_on or timezone.localdate(now)) if body.successor else None


def _name_successors(rows: Mapping[str, Municipality], successors: Mapping[str, str]) -> None:
    """Record who took over; both must be known, the one ended and the other live."""
    for ended, heir in successors.items():
        if ended not in rows or rows[ended].ended_on is None:
            raise DomainError(f"承継元の団体コード {ended} は、廃止された団体のものではありません。")
        if heir not in rows or rows[heir].ended_on is not None:
            raise DomainError(f"承継団体の団体コード {heir} は、存続する団体のものではありません。")
        rows[ended].successor_id = heir


def _save(rows: Mapping[str, Municipality], *, verb: str, actor: User | None, now: datetime) -> Renewal:
    """Write what differs from the database, with one audit row when anything does."""
    before = {values[0]: values for values in Municipality.objects.values_list("code", *LISTED_FIELDS)}
    different = [row for code, row in rows.items() if _values(row) != before.get(code)]
    was_live = {code for code, values in before.items() if values[-1] is None}
    renewal = Renewal(
        added=tuple(sorted(row.code for row in different if row.code not in before)),
        changed=tuple(sorted(row.code for row in different if row.code in before)),
        ended=tuple(sorted(row.code for row in different if row.ended_on is not None and row.code in was_live)),
    )
    if different:
        Municipality.objects.bulk_create(
            different, update_conflicts=True, unique_fields=["code"], update_fields=[*LISTED_FIELDS, "updated_at"]
        )
        record(actor=actor, verb=verb, obj=NATIONWIDE, now=now, data=renewal._asdict())
    return renewal


def _values(row: Municipality) -> tuple[Any, ...]:
    return (row.code, *(getattr(row, field) for field in LISTED_FIELDS))


def _move(row: Municipality, band: PopulationBand) -> bool:
    if row.population_band == band:
        return False
    row.population_band = band
    return True


@transaction.atomic
def save_municipality(*, municipality: Municipality, actor: User, now: datetime) -> Municipality:
    """Keep a body as an operator's form left it: an association is added, a band or a network model filled in."""
    can_edit_municipality(actor).or_refuse()
    municipality.save()
    record(actor=actor, verb="save_municipality", obj=municipality, now=now, data={"name": municipality.name})
    return municipality
