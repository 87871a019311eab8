"""Filters of the lists of topics."""

from __future__ import annotations

import django_filters

from forums.enums import TopicKind
from forums.forms.topics import LARGEST_ID
from forums.models import Topic
from forums.querysets import TopicQuerySet

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
