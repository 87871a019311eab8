"""The conditions listings are looked for by, made from the spec sheet's declaration and the vendors' facts.

Several values of one condition mean "any of them"; several conditions mean "all of them". The filter form, a saved
search and its alerts read the same declarations, so they find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from accounts.enums import PopulationBand, VendorSize
from accounts.models import Municipality
from accounts.prefectures import PREFECTURES
from catalog.enums import Likeness
from catalog.models import Adoption
from catalog.querysets import ServiceQuerySet
from catalog.specsheet import facet_token, filter_definitions

# Values by parameter, as far as they are understood.
Chosen = Mapping[str, list[str]]
OWN = "own"
CODE_LENGTH = 6

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

    @property
    def values(self) -> frozenset[str]:
        return frozenset(option.value for option in self.options)

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


def _any_token(group: Group) -> Callable[[ServiceQuerySet, list[str]], ServiceQuerySet]:
    tokens = {option.value: option.token for option in group.options}

    def keep(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
        return queryset.filter(facets__overlap=[tokens[value] for value in values]) if values else queryset

    return keep


def _kind(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__size__in=values) if values else queryset


def _startup(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__is_startup=True) if values else queryset


def _headquarters(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
    return queryset.filter(vendor__headquarters__in=values) if values else queryset


def _prefecture(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
    """Vendors that name no area serve the whole country."""
    if not values:
        return queryset
    return queryset.filter(Q(vendor__service_areas__overlap=values) | Q(vendor__service_areas=NATIONWIDE))


def _population(queryset: ServiceQuerySet, values: list[str]) -> ServiceQuerySet:
    """Confirmed adoption by a body of that size."""
    if not values:
        return queryset
    peers = Adoption.objects.confirmed().filter(service=OuterRef("pk"), municipality__population_band__in=values)
    return queryset.filter(Exists(peers))


_KEEP: dict[str, Callable[[ServiceQuerySet, list[str]], ServiceQuerySet]] = {
    **{group.param: _any_token(group) for group in (*FACETS, OSS)},
    KIND.param: _kind,
    STARTUP.param: _startup,
    HEADQUARTERS.param: _headquarters,
    PREFECTURE.param: _prefecture,
    POPULATION.param: _population,
}


def narrow(
    queryset: ServiceQuerySet, chosen: Chosen, near: Municipality | None = None, *, besides: str = ""
) -> ServiceQuerySet:
    """`queryset` under every condition that is set, except the one named by `besides`. `near`: and used by a body like
    this one, in the likenesses chosen."""
    for param, values in chosen.items():
        if param != besides and param in _KEEP:
            queryset = _KEEP[param](queryset, values)
    if near is not None and besides != NEAR:
        queryset = queryset.used_near(near, chosen.get(LIKE.param, []))
    return queryset


def body_of(text: str, own: Municipality | None) -> Municipality | None:
    """The municipality that `near` names: the person's own where it names none; None where there is no such body."""
    if text in ("", OWN):
        return own
    if not (text.isascii() and text.isdigit() and len(text) == CODE_LENGTH):
        return None
    return Municipality.objects.filter(code=text).first()


def understood(parameters: QueryDict) -> dict[str, list[str]]:
    """Of an address, the values that conditions declare; each once, in the order asked."""
    return {
        param: known
        for param, group in BY_PARAM.items()
        if (known := [value for value in dict.fromkeys(parameters.getlist(param)) if value in group.values])
    }


def option_label(group: Group, value: str) -> str:
    """The words for a value, or the value itself."""
    return next((option.label for option in group.options if option.value == value), value)


def in_words(chosen: Chosen) -> list[str]:
    """Each condition as one line: 提供形態：SaaS、OSS."""
    return [
        f"{BY_PARAM[param].label}：{'、'.join(option_label(BY_PARAM[param], value) for value in values)}"
        for param, values in chosen.items()
        if param in BY_PARAM
    ]
