"""Rows of adoption records on the pages of listings and bodies, rendered once for everybody who sees the same.

A row is remembered by all that it shows, and by nothing else: which rows there are is asked of the database each time,
with the reader's own sight (`visible_to`), and what a reader may do with a record is never part of what is remembered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.enums import AdoptionOrigin, AdoptionStage, ProcurementMethod, TaxTreatment
from catalog.models import Adoption, Service
from catalog.querysets import AdoptionQuerySet, AnyUser

REMEMBERED_ROWS = 8_000

_FACTS = (
    "department",
    "stage",
    "started_on",
    "ended_on",
    "end_reason",
    "procurement_method",
    "amount",
    "amount_tax",
    "amount_scope",
    "source_url",
    "status",
    "origin",
)
_BODY = ("municipality__code", "municipality__prefecture", "municipality__name", "municipality__kind", "is_near")
_SERVICE = ("service_id", "service__name", "service__vendor__name")
USE_FIELDS = (*_FACTS, *_SERVICE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says of the record itself, in the order of `_FACTS`."""

    department: str
    stage: str
    started_on: dt.date | None
    ended_on: dt.date | None
    end_reason: str
    procurement_method: str
    amount: int | None
    amount_tax: str
    amount_scope: str
    source_url: str
    status: str
    origin: str

    # Named as on the record, which other pages show by the same templates.
    @property
    def get_stage_display(self) -> str:
        return AdoptionStage(self.stage).label

    @property
    def get_origin_display(self) -> str:
        return AdoptionOrigin(self.origin).label

    @property
    def get_procurement_method_display(self) -> str:
        return ProcurementMethod(self.procurement_method).label if self.procurement_method else ""

    @property
    def get_amount_tax_display(self) -> str:
        return TaxTreatment(self.amount_tax).label if self.amount_tax else ""


@dataclass(frozen=True, slots=True)
class AdoptionFace(Facts):
    """A record in a list of bodies, in the order of `_FACTS` and `_BODY`."""

    code: str
    prefecture: str
    name: str
    kind: str
    is_near: bool

    @property
    def body(self) -> str:
        return Municipality(prefecture=self.prefecture, name=self.name, kind=self.kind).full_name

    @property
    def href(self) -> str:
        return reverse("catalog:municipality_detail", args=[self.code])


@dataclass(frozen=True, slots=True)
class UseFace(Facts):
    """A record in a list of services, in the order of `USE_FIELDS`."""

    service_id: int
    service: str
    vendor: str


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """A row as one reader gets it: with `record`, when it is of the reader's own body, which may decide on it."""

    face: AdoptionFace
    record: Adoption | None

    def html(self) -> SafeString:
        """The whole row; only for rows without `record`."""
        return _row(self.face)


@dataclass(frozen=True, slots=True)
class UseRow:
    """The same on the page of a body: with `record` for its own staff."""

    face: UseFace
    record: Adoption | None

    def html(self) -> SafeString:
        """The whole row; only for rows without `record`."""
        return _use_row(self.face)


@dataclass(frozen=True, slots=True)
class Run:
    """Rows without `record` that follow each other, as one piece of HTML."""

    html: SafeString
    record: None = None


def runs(rows: Iterable[AdoptionRow | UseRow]) -> Iterator[AdoptionRow | UseRow | Run]:
    """The same rows in the same order, those without `record` put together: a template's loop takes longer for a row
    than to look up what is remembered of it."""
    for is_plain, group in groupby(rows, key=lambda row: row.record is None):
        if is_plain:
            yield Run(format_html_join("", "{}", ((row.html(),) for row in group)))
        else:
            yield from group


def use_row(values: dict[str, Any], *, is_own: bool) -> UseRow:
    """A row from the values of `USE_FIELDS` and of what `_record` needs; `is_own`: of the reader's body."""
    face = UseFace(*(values[name] for name in USE_FIELDS))
    service = Service(pk=face.service_id, vendor_id=values["service__vendor_id"])
    return UseRow(
        face, _record(face, service, values["municipality_id"], values["pk"], values["revision"]) if is_own else None
    )


def shown_values(adoptions: AdoptionQuerySet) -> QuerySet[Adoption, tuple[Any, ...]]:
    """What `rows_of` needs of records marked by `marking_near`."""
    return adoptions.values_list(*_FACTS, *_BODY, "pk", "revision")


def rows_of(values: Iterable[tuple[Any, ...]], service: Service, user: AnyUser) -> list[AdoptionRow]:
    """The rows of one listing's records from their `shown_values`, in their order."""
    own = persona_of(user).municipality if isinstance(user, User) else None
    return list(_rows(values, service, own.code if own else ""))


def _rows(values: Iterable[tuple[Any, ...]], service: Service, own: str) -> Iterator[AdoptionRow]:
    for *shown, pk, revision in values:
        face = AdoptionFace(*shown)
        yield AdoptionRow(face, _record(face, service, own, pk, revision) if face.code == own else None)


def _record(face: Facts, service: Service, code: str, pk: int, revision: int) -> Adoption:
    """What the policies and the buttons ask of the record."""
    return Adoption(
        pk=pk,
        service=service,
        municipality_id=code,
        stage=face.stage,
        origin=face.origin,
        status=face.status,
        revision=revision,
    )


@lru_cache(maxsize=REMEMBERED_ROWS)
def _row(face: AdoptionFace) -> SafeString:
    return render_to_string("catalog/_adoption_row.html", {"adoption": face})


@lru_cache(maxsize=REMEMBERED_ROWS)
def _use_row(face: UseFace) -> SafeString:
    return render_to_string("catalog/_body_use_row.html", {"adoption": face})
