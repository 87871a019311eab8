"""The catalogue's filters, made from the spec sheet's declaration and the vendors' facts.

Several values of one filter mean "any of them"; several filters mean "all of them". A value nobody declared makes the
set invalid, and an invalid set shows nothing: a filter that is not understood must never widen the result.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Concat

from accounts.enums import MunicipalityKind, PopulationBand, VendorSize
from accounts.models import Municipality
from accounts.prefectures import PREFECTURES
from catalog.enums import Likeness
from catalog.models import Adoption
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import facet_token, filter_definitions

SHORT_NAMES = {"work": "category", "audience": "audience", "delivery": "delivery", "network": "network"}
NATIONWIDE: list[str] = []


@dataclass(frozen=True, slots=True)
class Option:
    """One tick; `token` is what the counts know it by, empty where it is not counted."""

    value: str
    label: str
    token: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One filter as the panel shows it."""

    param: str
    label: str
    options: tuple[Option, ...]
    is_main: bool
    help: str = ""
    token_of_all: str = ""
    """Listings with this token fit every option."""

    def choices(self) -> list[tuple[str, str]]:
        return [(option.value, option.label) for option in self.options]


def _facet_groups() -> list[Group]:
    return [
        Group(
            param=SHORT_NAMES.get(definition.key, f"spec.{definition.key}"),
            label=definition.label,
            options=tuple(Option(o.value, o.label, o.token, o.group) for o in definition.options),
            is_main=definition.key in SHORT_NAMES,
            help=definition.help,
        )
        for definition in filter_definitions()
    ]


def _pairs(param: str, pairs: list[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, label, facet_token(param, value)) for value, label in pairs)


FACETS: tuple[Group, ...] = tuple(_facet_groups())
KIND = Group("kind", "企業規模", _pairs("kind", list(VendorSize.choices)), is_main=True)
STARTUP = Group("startup", "スタートアップ", _pairs("startup", [("on", "スタートアップのみ")]), is_main=True)
OSS = Group(
    "oss", "オープンソース", (Option("on", "オープンソースのみ", facet_token("delivery", "oss")),), is_main=True
)
HEADQUARTERS = Group("headquarters", "本社所在地", _pairs("headquarters", list(PREFECTURES)), is_main=True)
PREFECTURE = Group(
    "prefecture",
    "対応地域",
    _pairs("prefecture", list(PREFECTURES)),
    is_main=True,
    token_of_all=facet_token("prefecture", "*"),
)
POPULATION = Group("population", "導入団体の人口規模", _pairs("population", list(PopulationBand.choices)), is_main=True)
# What makes bodies alike. Not counted: every tick narrows "bodies like mine" further.
LIKE = Group("like", "似ている点", tuple(Option(value, label, "") for value, label in Likeness.choices), is_main=True)
NEAR = "near"
GROUPS: tuple[Group, ...] = (*FACETS, KIND, STARTUP, OSS, HEADQUARTERS, PREFECTURE, POPULATION)
BY_PARAM: dict[str, Group] = {group.param: group for group in (*GROUPS, LIKE)}


def _any_token(group: Group) -> Callable[..., ServiceQuerySet]:
    tokens = {option.value: option.token for option in group.options}

    def keep(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
        return queryset.filter(facets__overlap=[tokens[value] for value in values]) if values else queryset

    return keep


def _kind(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__size__in=values) if values else queryset


def _startup(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__is_startup=True) if values else queryset


def _headquarters(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__headquarters__in=values) if values else queryset


def _prefecture(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
    """Vendors that name no area serve the whole country."""
    if not values:
        return queryset
    return queryset.filter(Q(vendor__service_areas__overlap=values) | Q(vendor__service_areas=NATIONWIDE))


def _population(queryset: ServiceQuerySet, _name: str, values: list[str]) -> ServiceQuerySet:
    """Confirmed adoption by a body of that size."""
    if not values:
        return queryset
    peers = Adoption.objects.confirmed().filter(service=OuterRef("pk"), municipality__population_band__in=values)
    return queryset.filter(Exists(peers))


def _leave(queryset: ServiceQuerySet, _name: str, _values: list[str]) -> ServiceQuerySet:
    """Says how `near` is meant and narrows nothing by itself."""
    return queryset


def _filter(group: Group, keep: Callable[..., ServiceQuerySet]) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(label=group.label, choices=group.choices(), method=keep)


_OTHERS: dict[Group, Callable[..., ServiceQuerySet]] = {
    KIND: _kind,
    STARTUP: _startup,
    OSS: _any_token(OSS),
    HEADQUARTERS: _headquarters,
    PREFECTURE: _prefecture,
    POPULATION: _population,
    LIKE: _leave,
}


def _declared() -> dict[str, Any]:
    return {group.param: _filter(group, _any_token(group)) for group in FACETS} | {
        group.param: _filter(group, keep) for group, keep in _OTHERS.items()
    }


class BaseServiceFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    """Everything of `GROUPS`, and the bodies like `near` where one is given."""

    form: forms.Form
    near: Municipality | None = None

    def unknown_parameters(self) -> list[str]:
        """`spec.…` names nobody declared: a condition that is not understood, so the set is not valid."""
        return sorted(name for name in self.data if name.startswith("spec.") and name not in BY_PARAM)

    def is_valid(self) -> bool:
        return super().is_valid() and not self.unknown_parameters()

    def chosen(self) -> dict[str, list[str]]:
        """The values that are set, by parameter; only after `is_valid()`."""
        return {param: self.form.cleaned_data[param] for param in BY_PARAM if self.form.cleaned_data.get(param)}

    def narrow(self, queryset: ServiceQuerySet, *, besides: str = "") -> ServiceQuerySet:
        """`queryset` under every filter that is set, except the one named by `besides`."""
        for param, values in self.chosen().items():
            if param != besides:
                queryset = self.filters[param].filter(queryset, values)
        if self.near is not None and besides != NEAR:
            likenesses = [] if besides == LIKE.param else self.chosen().get(LIKE.param, [])
            queryset = queryset.used_near(self.near, likenesses)
        return queryset


ServiceFilterSet: type[BaseServiceFilterSet] = type(
    "ServiceFilterSet", (BaseServiceFilterSet,), _declared() | {"__module__": __name__}
)


class MunicipalityFilter(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    """Municipalities by name or reading, prefecture and kind; or only those with a confirmed adoption."""

    q = django_filters.CharFilter(label="名称・よみがな・団体コード", method="by_words", max_length=60)
    prefecture = django_filters.ChoiceFilter(
        label="都道府県", field_name="prefecture_code", choices=PREFECTURES, empty_label="すべて"
    )
    kind = django_filters.ChoiceFilter(label="団体区分", choices=MunicipalityKind.choices, empty_label="すべて")
    used = django_filters.ChoiceFilter(
        label="導入実績", choices=[("on", "確認済みの導入実績がある")], empty_label="すべて", method="with_uses"
    )

    class Meta:
        model = Municipality
        fields: tuple[str, ...] = ()

    def by_words(self, queryset: QuerySet[Municipality], _name: str, asked: str) -> QuerySet[Municipality]:
        """Each word stands in the name with its prefecture, or begins the reading or the code."""
        named = queryset.annotate(whole=Concat("prefecture", "name"))
        for word in unicodedata.normalize("NFKC", asked).split():
            reading = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in word)
            named = named.filter(Q(whole__contains=word) | Q(kana__startswith=reading) | Q(code__startswith=word))
        return named

    def with_uses(self, queryset: QuerySet[Municipality], _name: str, _value: str) -> QuerySet[Municipality]:
        used = Adoption.objects.confirmed().on_the_shelf().filter(municipality=OuterRef("pk"))
        return queryset.filter(Exists(used))
