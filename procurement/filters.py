"""Filters of the lists of threads, of projects and of requests for quotes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from catalog.enums import CategoryAxis
from catalog.models import Category
from procurement.enums import InquiryStatus, QuotePhase
from procurement.fiscal_years import fiscal_year, fiscal_year_label
from procurement.models import Inquiry, Project, ProjectMember, QuoteRequest
from procurement.querysets import ProjectQuerySet, QuoteRequestQuerySet

YEARS_BACK, YEARS_AHEAD = 8, 5


class InquiryFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By state."""

    status = django_filters.ChoiceFilter(label="状態", choices=InquiryStatus.choices, empty_label="すべて")

    class Meta:
        model = Inquiry
        fields = ["status"]


def _years() -> list[tuple[int, str]]:
    this = fiscal_year(timezone.localdate())
    return [(year, fiscal_year_label(year)) for year in range(this + YEARS_AHEAD, this - YEARS_BACK - 1, -1)]


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By where projects stand and whose they are. Without a choice: all that is at hand."""

    scope = django_filters.ChoiceFilter(
        label="範囲",
        choices=[
            ("mine", "自分の担当"),
            ("watched", "自分が見守る"),
            ("unled", "担当者なし"),
            ("share", "共有できる文書がある"),
            ("active", "検討中"),
            ("decided", "決定済み"),
            ("archived", "保管"),
        ],
        empty_label="すべて",
        method="in_scope",
    )
    year = django_filters.ChoiceFilter(label="予算年度", field_name="budget_year", choices=_years, empty_label="すべて")
    category = django_filters.ModelChoiceFilter(
        label="対象業務",
        queryset=lambda request: Category.objects.filter(axis=CategoryAxis.WORK).order_by("position", "pk"),
        to_field_name="code",
        empty_label="すべて",
    )
    person = django_filters.ModelChoiceFilter(
        label="担当・見守る人", queryset=User.objects.none(), empty_label="すべて", method="with_person"
    )

    class Meta:
        model = Project
        fields = ["scope", "year", "category", "person"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.filters["person"].field.queryset = _people_of(self.queryset)
        self.filters["person"].field.label_from_instance = _name_of

    def filter_queryset(self, queryset: ProjectQuerySet) -> ProjectQuerySet:
        if not self.form.cleaned_data["scope"]:
            queryset = queryset.at_hand()
        return cast("ProjectQuerySet", super().filter_queryset(queryset))

    def in_scope(self, queryset: ProjectQuerySet, name: str, value: str) -> ProjectQuerySet:
        now = timezone.now()
        scopes: dict[str, Callable[[], ProjectQuerySet]] = {
            "mine": lambda: queryset.at_hand().worked_on_by(self.user),
            "watched": lambda: queryset.at_hand().followed_by(self.user),
            "unled": lambda: queryset.without_lead(now),
            "share": queryset.with_documents_to_share,
            "active": queryset.ongoing,
            "decided": queryset.decided,
            "archived": queryset.archived,
        }
        return scopes[value]()

    def with_person(self, queryset: ProjectQuerySet, name: str, value: User) -> ProjectQuerySet:
        return queryset.with_person(value)


def _people_of(projects: ProjectQuerySet) -> QuerySet[User]:
    """Who leads one of these projects, works on it or watches it, whether still on staff or not."""
    members = ProjectMember.objects.filter(project__in=projects.order_by().values("pk"))
    led = projects.order_by().filter(lead__isnull=False).values("lead")
    return User.objects.filter(Q(pk__in=led) | Q(pk__in=members.values("user"))).order_by("name", "pk")


def _name_of(person: User) -> str:
    return person.name or "氏名未登録の職員"


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
