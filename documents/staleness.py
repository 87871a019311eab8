"""After how many years a document counts as old, by its kind, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from documents.enums import DocumentKind
from documents.models import DocumentVersion, SharedDocument
from documents.years import years_old


@dataclass(frozen=True, slots=True)
class Staleness:
    """`reason` ends the sentence of the notice."""

    years: int
    reason: str


STALE_AFTER: dict[DocumentKind, Staleness] = {
    DocumentKind.SPECIFICATION: Staleness(3, "標準仕様、ネットワークの条件、製品の機能が変わっていることがあります。"),
    DocumentKind.CONTRACT: Staleness(3, "個人情報の保護や下請に関する法令、約款が改正されていることがあります。"),
    DocumentKind.RFI: Staleness(2, "事業者の製品と価格は、毎年変わります。"),
    DocumentKind.RFP: Staleness(2, "事業者の製品と価格、求められる条件は、毎年変わります。"),
    DocumentKind.CRITERIA: Staleness(3, "評価の項目が、今の製品と合わないことがあります。"),
    DocumentKind.GUIDELINE: Staleness(5, "根拠の法令や国の指針が改正されていることがあります。"),
    DocumentKind.OTHER: Staleness(3, "法令、国の標準、価格が変わっていることがあります。"),
}


@dataclass(frozen=True, slots=True)
class Age:
    """Of a document that is old by its kind."""

    years: int
    reason: str


def age_of(document: SharedDocument, version: DocumentVersion, today: dt.date) -> Age | None:
    """How old the document is with this version, once the years of its kind are over; None before."""
    years = years_old(named_year=document.fiscal_year, uploaded_on=timezone.localdate(version.uploaded_at), today=today)
    entry = STALE_AFTER[DocumentKind(document.kind)]
    return Age(years, entry.reason) if years >= entry.years else None
