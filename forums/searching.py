"""Finding topics and talk sessions by words: on their own lists, and among everything else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.personas import persona_of
from catalog.search.found import Columns, FoundRow, in_columns
from catalog.search.highlighting import found_excerpt, highlighted
from catalog.search.paging import Found, FoundThings
from catalog.search.passages import first_place, passage_of
from catalog.search.queries import Question, parse
from forums.enums import EventStatus, TopicKind, TopicStatus
from forums.models import Event, EventSearch, Post, Topic, TopicSearch
from forums.querysets import AnyUser, EventQuerySet, TopicQuerySet
from forums.reading import TopicRow, topic_rows

#: Signs of Markdown, which only disturb in a passage; of a link its words stay.
_MARKUP = re.compile(r"```|\*\*|__|`|^ {0,3}(?:#{1,6}|>|[-*+]) +|!?\[([^\]\n]*)\]\([^)\n]*\)", re.MULTILINE)


class FoundTopics(FoundThings[TopicQuerySet]):
    """The topics among these that fit the words, by relevance, each with its `passage`."""

    def __init__(
        self, typed: str, topics: TopicQuerySet, reader: User, now: datetime, *, limit: int, offset: int
    ) -> None:
        super().__init__(typed, TopicSearch, topics)

        def load(found: TopicQuerySet) -> TopicQuerySet:
            return with_passage(found.with_list_data().with_unread_of(reader, now), parse(typed))

        self.show(load, limit=limit, offset=offset)


def with_passage(topics: TopicQuerySet, question: Question) -> TopicQuerySet:
    """`passage`: part of the first readable post that says a word asked for, or else of the topic's own text."""
    posts = Post.objects.filter(topic=OuterRef("pk"), removed_at__isnull=True).annotate(
        place=first_place("body", question), part=passage_of("body", question)
    )
    says_nothing = ExpressionWrapper(Q(place__isnull=True), output_field=BooleanField())
    first = posts.order_by(says_nothing, "number").values("part")[:1]
    return topics.annotate(passage=Coalesce(Subquery(first, output_field=CharField()), Value("")))


def found_rows(topics: Iterable[Topic]) -> list[TopicRow]:
    """The rows of a list of hits, with what was asked for marked."""
    found = list(topics)
    return [_marked(row, topic) for row, topic in zip(topic_rows(found), found, strict=True)]


def _marked(row: TopicRow, topic: Topic) -> TopicRow:
    found: Found = topic.found  # type: ignore[attr-defined]  # of a hit
    passage = marked_passage(topic.passage, found.question)  # type: ignore[attr-defined]  # annotated by `with_passage`
    return replace(row, title=highlighted(topic.title, found.question), label=found.label, passage=passage)


def marked_passage(text: str, question: Question) -> SafeString | str:
    """The part with the words, marked, without the signs of Markdown; empty where it says none of them."""
    plain = _MARKUP.sub(lambda sign: sign[1] or "", text)
    return found_excerpt(plain, question)


def topic_values(user: AnyUser, ids: list[int], question: Question) -> QuerySet[Any]:
    """What a list of everything shows of these topics."""
    topics = with_passage(Topic.objects.searchable_by(user).filter(pk__in=ids), question)
    facts = JSONObject(kind="kind", status="status", board="board__name", answers=F("post_count") - 1)
    return in_columns(topics, "topics", name="title", passage=F("passage"), facts=facts, moment=F("last_activity_at"))


def topic_row(columns: Columns, question: Question, user: AnyUser) -> FoundRow:
    """Advisors do not learn in which board they were asked."""
    facts = columns.facts
    is_resolved = facts["status"] == TopicStatus.RESOLVED
    board = facts["board"] if persona_of(user).municipality is not None else ""
    told = (TopicKind(facts["kind"]).label, board, f"回答 {facts['answers']:,}件", "解決済み" if is_resolved else "")
    return FoundRow(
        href=reverse("forums:topic_detail", args=[columns.key]),
        title=highlighted(columns.name, question),
        facts=tuple(fact for fact in told if fact),
        passage=marked_passage(columns.passage, question),
        moment=columns.moment,
    )


class FoundEvents(FoundThings[EventQuerySet]):
    """The talk sessions among these that fit the words, by relevance."""

    def __init__(self, typed: str, events: EventQuerySet, *, limit: int, offset: int) -> None:
        super().__init__(typed, EventSearch, events)
        self.show(lambda found: found.with_seats().prefetch_related("speakers"), limit=limit, offset=offset)


def event_values(user: AnyUser, ids: list[int], question: Question) -> QuerySet[Any]:
    """What a list of everything shows of these talk sessions."""
    events = Event.objects.visible_to(user).filter(pk__in=ids)
    is_reported = ExpressionWrapper(Q(report_published_at__isnull=False), output_field=BooleanField())
    facts = JSONObject(place="place", status="status", report=is_reported)
    return in_columns(events, "events", name="title", passage=F("theme"), facts=facts, moment=F("starts_at"))


def event_row(columns: Columns, question: Question, user: AnyUser) -> FoundRow:
    """A public page: the same for everybody."""
    told = (columns.facts["place"], "中止" if columns.facts["status"] == EventStatus.CANCELLED else "")
    report = "開催報告あり" if columns.facts["report"] else ""
    return FoundRow(
        href=reverse("forums:event_detail", args=[columns.key]),
        title=highlighted(columns.name, question),
        facts=tuple(fact for fact in (*told, report) if fact),
        passage=marked_passage(columns.passage, question),
        moment=columns.moment,
    )
