"""Filters of the shelf."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils import timezone

from accounts.prefectures import PREFECTURES
from catalog.enums import CategoryAxis
from catalog.models import Category
from documents.enums import AmountBand, DocumentKind, DocumentStatus, DraftedBy
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


class DocumentFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By what a document is, and whose."""

    kind = django_filters.ChoiceFilter(label="種類", choices=DocumentKind.choices, empty_label="すべて")
    category = django_filters.ModelChoiceFilter(
        label="対象業務",
        field_name="categories",
        queryset=lambda request: Category.objects.filter(axis=CategoryAxis.WORK).in_order(),
        to_field_name="code",
        empty_label="すべて",
    )
    year = django_filters.ChoiceFilter(label="年度", field_name="fiscal_year", choices=_years, empty_label="すべて")
    drafted_by = django_filters.ChoiceFilter(label="作成者", choices=DraftedBy.choices, empty_label="すべて")
    amount = django_filters.ChoiceFilter(
        label="契約金額", field_name="amount_band", choices=AmountBand.choices, empty_label="すべて"
    )
    prefecture = django_filters.ChoiceFilter(
        label="登録した自治体の都道府県",
        field_name="municipality__prefecture_code",
        choices=PREFECTURES,
        empty_label="すべて",
    )

    service = django_filters.NumberFilter(
        field_name="services", min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput
    )

    class Meta:
        model = SharedDocument
        fields = ["kind", "category", "year", "drafted_by", "amount", "prefecture", "service"]


class OwnDocumentFilter(DocumentFilter):
    """Of the own body's documents, by their state besides."""

    status = django_filters.ChoiceFilter(label="状態", choices=DocumentStatus.choices, empty_label="すべて")

    waits = django_filters.ChoiceFilter(
        label="待っていること", choices=WAITS, method="filter_waits", empty_label="すべて"
    )

    def filter_waits(self, documents: SharedDocumentQuerySet, name: str, value: str) -> SharedDocumentQuerySet:
        """What a colleague has to do."""
        return _WAITING[value](documents)

    class Meta(DocumentFilter.Meta):
        fields = ["status", "waits", *DocumentFilter.Meta.fields]
