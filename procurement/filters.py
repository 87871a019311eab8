"""Filters of the lists of threads, of projects and of requests for quotes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

import django_filters
from django.utils import timezone

from accounts.models import User
from dss.fields import LineField
from procurement.enums import InquiryStatus, QuotePhase
from procurement.models import TITLE_LENGTH, Inquiry, Project, QuoteRequest
from procurement.querysets import ProjectQuerySet, QuoteRequestQuerySet


class InquiryFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By state."""

    status = django_filters.ChoiceFilter(label="状態", choices=InquiryStatus.choices, empty_label="すべて")

    class Meta:
        model = Inquiry
        fields = ["status"]


class LineFilter(django_filters.Filter):  # type: ignore[misc]  # the package has no types
    """Words, cleaned like every line that people type."""

    field_class = LineField


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By whose it is and whether it was put away, and by words of the title. Without a choice: all that is at hand."""

    scope = django_filters.ChoiceFilter(
        label="範囲",
        choices=[("mine", "自分の担当"), ("unled", "担当者なし"), ("decided", "決定済み"), ("archived", "保管")],
        empty_label="すべて",
        method="in_scope",
    )
    q = LineFilter(label="件名", field_name="title", lookup_expr="icontains", max_length=TITLE_LENGTH)

    class Meta:
        model = Project
        fields = ["scope", "q"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def filter_queryset(self, queryset: ProjectQuerySet) -> ProjectQuerySet:
        if not self.form.cleaned_data["scope"]:
            queryset = queryset.at_hand()
        return cast("ProjectQuerySet", super().filter_queryset(queryset))

    def in_scope(self, queryset: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        if value == "mine":
            return queryset.at_hand().led_by(self.user)
        if value == "unled":
            return queryset.without_lead(timezone.now())
        return queryset.archived() if value == "archived" else queryset.decided()


class QuoteRequestFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By where a request stands at `now`."""

    phase = django_filters.ChoiceFilter(
        label="状態", choices=QuotePhase.choices, empty_label="すべて", method="standing"
    )

    class Meta:
        model = QuoteRequest
        fields = ["phase"]

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def standing(self, queryset: QuoteRequestQuerySet, name: str, value: str) -> QuoteRequestQuerySet:
        return queryset.in_phase(value, self.now)
