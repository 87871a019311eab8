"""Filters of the lists of topics, and of colleagues."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import OuterRef, Q, Subquery

from accounts.enums import MunicipalityKind, NetworkModel, PopulationBand, Reach
from accounts.models import MunicipalMembership, WorkExperience
from accounts.prefectures import PREFECTURES
from accounts.querysets import MembershipQuerySet
from accounts.work_fields import work_field_choices
from dss.fields import LineField
from forums.enums import TopicKind
from forums.forms.topics import LARGEST_ID
from forums.models import Topic
from forums.querysets import TopicQuerySet
from forums.querysets.asking import similar_to

_STATES = [
    ("unresolved", "解決していない相談"),
    ("resolved", "解決済みの相談"),
    ("unanswered", "まだ回答がない"),
    ("no_expert", "専門家の回答を待っている"),
    ("mine", "自分が立てた"),
]
ORDERS = {
    "active": ("last_activity_at", "pk"),
    "new": ("created_at", "pk"),
    "answers": ("post_count", "last_activity_at", "pk"),
}
_SORTS = [("active", "新しい動きの順"), ("new", "投稿の新しい順"), ("answers", "回答の多い順")]


class TopicFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By kind, by state, by listing, and in which order."""

    kind = django_filters.ChoiceFilter(label="種類", choices=TopicKind.choices, empty_label="すべて")
    state = django_filters.ChoiceFilter(label="状態", choices=_STATES, empty_label="すべて", method="in_state")
    service = django_filters.NumberFilter(
        label="サービスの番号", min_value=1, max_value=LARGEST_ID, decimal_places=0, method="about_service"
    )
    sort = django_filters.ChoiceFilter(label="並び順", choices=_SORTS, empty_label=None, method="in_any_order")

    class Meta:
        model = Topic
        fields = ["kind", "state", "service", "sort"]

    def in_state(self, topics: TopicQuerySet, name: str, value: str) -> TopicQuerySet:
        """Each state of the list above is a named fact of the queryset."""
        if value == "mine":
            return topics.opened_by(self.request.user)
        facts = {
            "unresolved": topics.unresolved,
            "resolved": topics.resolved,
            "unanswered": topics.unanswered,
            "no_expert": topics.awaiting_expert,
        }
        return facts[value]()

    def about_service(self, topics: TopicQuerySet, name: str, value: int) -> TopicQuerySet:
        return topics.about_service(int(value))

    def in_any_order(self, topics: TopicQuerySet, name: str, value: str) -> TopicQuerySet:
        """The order hides nothing; it is asked of `order`."""
        return topics

    @property
    def order(self) -> tuple[str, ...]:
        """The columns to sort by, largest first; without a choice the newest activity."""
        return ORDERS.get(self.form.cleaned_data.get("sort") or "", ORDERS["active"])


class WordsFilter(django_filters.CharFilter):  # type: ignore[misc]  # the package has no types
    """Words in one line, cleaned like all that people type."""

    field_class = LineField


class ColleagueFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """By experience, by what people write of themselves, and by their body. `request.user` is live staff."""

    work = django_filters.ChoiceFilter(
        label="経験業務", choices=work_field_choices, empty_label="すべて", method="with_experience"
    )
    q = WordsFilter(label="得意分野・聞けること", max_length=100, method="with_words")
    similar = django_filters.BooleanFilter(
        label="似た自治体だけ（団体区分と人口規模が同じ）", widget=forms.CheckboxInput, method="of_similar_bodies"
    )
    asked = django_filters.BooleanFilter(
        label="回答の依頼を受ける方だけ", widget=forms.CheckboxInput, method="who_are_asked"
    )
    kind = django_filters.ChoiceFilter(
        label="団体区分", field_name="municipality__kind", choices=MunicipalityKind.choices, empty_label="すべて"
    )
    prefecture = django_filters.ChoiceFilter(
        label="都道府県", field_name="municipality__prefecture_code", choices=PREFECTURES, empty_label="すべて"
    )
    population = django_filters.ChoiceFilter(
        label="人口規模",
        field_name="municipality__population_band",
        choices=PopulationBand.choices,
        empty_label="すべて",
    )
    network = django_filters.ChoiceFilter(
        label="ネットワークモデル",
        field_name="municipality__network_model",
        choices=NetworkModel.choices,
        empty_label="すべて",
    )

    class Meta:
        model = MunicipalMembership
        fields = ["work", "q", "similar", "asked", "kind", "prefecture", "population", "network"]

    def with_experience(self, rows: MembershipQuerySet, name: str, value: str) -> MembershipQuerySet:
        """Those with experience in this field, the longest first."""
        known = WorkExperience.objects.filter(user=OuterRef("user"), work_code=value)
        rows = rows.annotate(years=Subquery(known.values("years")[:1])).filter(years__isnull=False)
        return rows.order_by("-years", "municipality__prefecture_code", "municipality__kana", "pk")

    def with_words(self, rows: MembershipQuerySet, name: str, value: str) -> MembershipQuerySet:
        """Every word stands somewhere in what the person says of themselves."""
        for word in value.split():
            columns = ("user__profile__strengths", "user__profile__can_be_asked", "user__profile__department")
            said = Q()
            for column in columns:
                said |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(said)
        return rows

    def of_similar_bodies(self, rows: MembershipQuerySet, name: str, value: bool) -> MembershipQuerySet:
        return similar_to(rows, self.request.persona.municipality) if value else rows

    def who_are_asked(self, rows: MembershipQuerySet, name: str, value: bool) -> MembershipQuerySet:
        return rows.filter(user__profile__reach=Reach.ASKED) if value else rows
