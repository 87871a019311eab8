"""Filters of the shelf: several values of one filter mean "any of them", several filters mean "all of them".

An invalid set shows nothing: a filter that is not understood must never widen the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, LPad
from django.utils import timezone

from accounts.models import Municipality
from accounts.prefectures import PREFECTURES
from catalog.enums import CategoryAxis, ProcurementMethod
from catalog.models import Category
from documents.enums import AmountBand, DocumentKind, DocumentStatus, DraftedBy, FileFormat, ReuseTerms
from documents.models import SharedDocument
from documents.querysets import SharedDocumentQuerySet
from documents.years import year_choices

WAITS = [("findings", "伏せ字の確認"), ("versions", "新しい版の公開"), ("facts", "説明の記入")]
_WAITING = {
    "findings": SharedDocumentQuerySet.with_open_findings,
    "versions": SharedDocumentQuerySet.with_waiting_versions,
    "facts": SharedDocumentQuerySet.without_facts,
}
LARGEST_ID = 2**63 - 1


def _years() -> list[tuple[int, str]]:
    return year_choices(timezone.localdate())


def _with_format(documents: SharedDocumentQuerySet) -> SharedDocumentQuerySet:
    return documents.with_current_format()


def _several(label: str, column: str, choices: Any, **options: Any) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, field_name=column, choices=choices, distinct=False, **options
    )


class DocumentFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By what a document is, and whose."""

    form: forms.Form
    kind = _several("種類", "kind", DocumentKind.choices)
    category = django_filters.ModelMultipleChoiceFilter(
        label="対象業務",
        queryset=lambda request: Category.objects.filter(axis=CategoryAxis.WORK).in_order(),
        to_field_name="code",
        method="filter_category",
    )
    year = _several("年度", "fiscal_year", _years)
    drafted_by = _several("作成者", "drafted_by", DraftedBy.choices)
    amount = _several("契約金額", "amount_band", AmountBand.choices)
    method = _several("調達方法", "procurement_method", ProcurementMethod.choices)
    terms = _several("利用条件", "reuse_terms", ReuseTerms.choices)
    format = _several("形式", "current_format", FileFormat.choices, method="filter_format")
    prefecture = _several("登録した自治体の都道府県", "municipality__prefecture_code", PREFECTURES)
    body = django_filters.ModelMultipleChoiceFilter(
        label="登録した自治体",
        field_name="municipality",
        queryset=Municipality.objects.all(),
        to_field_name="code",
        distinct=False,
    )
    service = django_filters.NumberFilter(
        field_name="services", min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )

    class Meta:
        model = SharedDocument
        fields: tuple[str, ...] = ()

    def filter_category(self, documents: SharedDocumentQuerySet, name: str, value: Any) -> SharedDocumentQuerySet:
        """In any of these fields of work, each document once."""
        return documents.in_categories([category.pk for category in value]) if value else documents

    def filter_format(self, documents: SharedDocumentQuerySet, name: str, value: list[str]) -> SharedDocumentQuerySet:
        """Of the version that stands for the document."""
        return documents.in_formats(value) if value else documents

    def chosen(self) -> dict[str, Any]:
        """The values that are set, by parameter; only after `is_valid()`."""
        return {param: value for param, value in self.form.cleaned_data.items() if value}

    def narrow(self, documents: SharedDocumentQuerySet, *, besides: str = "") -> SharedDocumentQuerySet:
        """`documents` under every filter that is set, except the one named by `besides`."""
        for param, value in self.chosen().items():
            if param != besides:
                documents = self.filters[param].filter(documents, value)
        return documents


class OwnDocumentFilter(DocumentFilter):
    """Of the own body's documents, by their state and by what they wait for besides."""

    status = _several("状態", "status", DocumentStatus.choices)
    waits = django_filters.ChoiceFilter(
        label="待っていること", choices=WAITS, method="filter_waits", empty_label="すべて"
    )

    def filter_waits(self, documents: SharedDocumentQuerySet, name: str, value: str) -> SharedDocumentQuerySet:
        """What a colleague has to do."""
        return _WAITING[value](documents)


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter of the panel; `token` is the column it counts by, `prepare` what the column needs first."""

    param: str
    token: Combinable
    prepare: Callable[[SharedDocumentQuerySet], SharedDocumentQuerySet] = SharedDocumentQuerySet.all


_TEXT: CharField[str, str] = CharField()
_ORDER = LPad(Cast("categories__position", _TEXT), 5, Value("0"))
_ORDER_OF_BODIES = F("municipality_id")


def _named(order: Combinable, code: Combinable, name: Combinable) -> Combinable:
    """What it is sorted by, its code and its name in one value, so that the counts bring the names along."""
    return Concat(order, Value(" "), code, Value(" "), name, output_field=_TEXT)


FACETS = (
    Facet("kind", F("kind")),
    Facet("category", _named(_ORDER, F("categories__code"), F("categories__name"))),
    Facet("year", Cast("fiscal_year", _TEXT)),
    Facet("drafted_by", F("drafted_by")),
    Facet("amount", F("amount_band")),
    Facet("method", F("procurement_method")),
    Facet("terms", F("reuse_terms")),
    Facet("format", F("current_format"), _with_format),
    Facet("prefecture", F("municipality__prefecture_code")),
    Facet("body", _named(_ORDER_OF_BODIES, F("municipality_id"), F("municipality__name"))),
)
OWN_FACETS = (Facet("status", F("status")), *FACETS)
