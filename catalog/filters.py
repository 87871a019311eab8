"""Filter parameters as forms: the catalogue's conditions (`catalog.conditions`), and the municipalities'.

A value nobody declared makes the set invalid, and an invalid set shows nothing: a filter that is not understood must
never widen the result.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Concat
from django.http import QueryDict

from accounts.enums import MunicipalityKind, NetworkModel, PopulationBand
from accounts.models import Municipality
from accounts.prefectures import PREFECTURES
from catalog.conditions import BY_PARAM
from catalog.enums import Likeness
from catalog.models import Adoption, Service

REMEMBERED_READINGS = 512


def without_empty(data: QueryDict) -> QueryDict:
    """The parameters without those values that are empty, as a form sends for what was left open."""
    given = QueryDict(mutable=True)
    for param, values in data.lists():
        if kept := [value for value in values if value]:
            given.setlist(param, kept)
    return given


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an address asks of the catalogue: the values that are set, and the parameters not understood, by name.
    While there are any of these the others count for nothing."""

    chosen: Mapping[str, list[str]]
    misread: tuple[str, ...]


def read_conditions(parameters: QueryDict) -> Conditions:
    """A condition left empty is none: `?category=&kind=small` asks for the kind alone. `spec.…` names nobody declared
    are not understood; other names are none of the conditions' business."""
    given = without_empty(parameters).lists()
    asked = ((param, tuple(values)) for param, values in given if param in BY_PARAM or param.startswith("spec."))
    return _read(tuple(sorted(asked)))


ServiceFilterSet: type[django_filters.FilterSet] = type(
    "ServiceFilterSet",
    (django_filters.FilterSet,),
    {
        group.param: django_filters.MultipleChoiceFilter(label=group.label, choices=group.choices())
        for group in BY_PARAM.values()
    }
    | {"__module__": __name__},
)


@lru_cache(maxsize=REMEMBERED_READINGS)
def _read(asked: tuple[tuple[str, tuple[str, ...]], ...]) -> Conditions:
    """Remembered, because a set of filters copies every choice of every filter each time it is made: half of what a
    page of the catalogue costs. The choices are the same as long as the process lives."""
    data = QueryDict(mutable=True)
    for param, values in asked:
        data.setlist(param, values)
    form = ServiceFilterSet(data, queryset=Service.objects.none()).form
    chosen = {param: form.cleaned_data[param] for param in BY_PARAM if form.is_valid() and form.cleaned_data[param]}
    return Conditions(chosen, (*form.errors, *(param for param, _ in asked if param not in BY_PARAM)))


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


class AdoptionFilter(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    """Adoption records by the body; several values of one filter mean "any of them"."""

    form: forms.Form

    kind = django_filters.MultipleChoiceFilter(
        label="団体区分",
        field_name="municipality__kind",
        choices=MunicipalityKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    population = django_filters.MultipleChoiceFilter(
        label="人口規模",
        field_name="municipality__population_band",
        choices=PopulationBand.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    prefecture = django_filters.ChoiceFilter(
        label="都道府県", field_name="municipality__prefecture_code", choices=PREFECTURES, empty_label="すべて"
    )
    network = django_filters.MultipleChoiceFilter(
        label="ネットワークモデル",
        field_name="municipality__network_model",
        choices=NetworkModel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    like = django_filters.MultipleChoiceFilter(
        label="自分の自治体と同じ点", choices=Likeness.choices, widget=forms.CheckboxSelectMultiple, method="leave"
    )

    class Meta:
        model = Adoption
        fields: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset: QuerySet[Adoption]) -> None:
        """A condition left empty is none: `?kind=&like=` asks for nothing."""
        super().__init__(without_empty(data), queryset=queryset)

    def leave(self, queryset: QuerySet[Adoption], _name: str, _values: list[str]) -> QuerySet[Adoption]:
        """Like which body is for `catalog.adoption_browsing` to know."""
        return queryset
