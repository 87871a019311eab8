"""What is new for one person, for the まとめメール and its preview: read as the person at this very moment.

Everything comes through what the person may read, authors only through `disclosure`. Own topics, what the person has
read, and topics of which a mail went to them in the same span, are left out. The number of queries does not depend on
what there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from accounts.models import NotificationPreference, OutboxMail, User, WorkExperience
from accounts.notification_events import gathered_kinds
from accounts.notification_lists import chosen_for_digest
from accounts.unsubscribing import site_address
from catalog.enums import CategoryAxis
from catalog.models import Category, Service
from catalog.specsheet import facet_token
from documents.models import SharedDocument
from dss.templatetags.ui import jdate, jdatetime
from forums.board_fields import board_slugs_for
from forums.disclosure import topic_byline
from forums.emails import TOLD_BY_MAIL, WANTED
from forums.enums import EventStatus, WatchLevel
from forums.models import BoardWatch, Event, Post, ReadingLine, Topic, TopicReading, TopicWatch
from forums.querysets import TopicQuerySet

SHOWN = 5
NOTICES = 50
"""So many of a person's own notifications it names; the others are behind the link."""
WAITING_FOR = timedelta(days=14)
"""So long an unanswered question is named again, beside what is new."""

MAILED = (*TOLD_BY_MAIL, WANTED.key)

NEW, MOVED, WAITING, RELATED = range(4)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing. Without `is_new` it was there before, and is no reason for a mail."""

    title: str
    path: str
    note: str
    is_new: bool = True

    @property
    def url(self) -> str:
        """For mails."""
        return site_address(self.path)


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind, the most at the top; `path` leads to all of them."""

    heading: str
    lines: list[Line]
    path: str
    has_more: bool

    @property
    def url(self) -> str:
        """For mails."""
        return site_address(self.path)


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened between two moments, without the sections in which nothing did."""

    since: datetime
    until: datetime
    sections: list[Section]
    has_fields: bool
    is_for_staff: bool = True

    @property
    def line_count(self) -> int:
        """How many things it names."""
        return sum(len(section.lines) for section in self.sections)

    @property
    def says_something(self) -> bool:
        """Whether it is worth a mail."""
        return any(line.is_new for section in self.sections for line in section.lines)


def digest_for(person: User, since: datetime, now: datetime) -> Digest:
    """What is new for `person`, who is staff, after `since`; six queries, four for who has no 経験業務.

    Kinds of notifications that come gathered cost one more where they have something.
    """
    codes, kinds = _codes_and_kinds(person)
    sections = [_notices(person, kinds, since, now), *_topics(person, codes, since, now)]
    if codes:
        sections.append(_documents(person, codes, since, now))
    sections.append(_events(person, since, now))
    return Digest(since, now, [section for section in sections if section.lines], bool(codes))


def notices_for(person: User, since: datetime, now: datetime) -> Digest:
    """For everybody else: the notifications that come gathered to them, alone."""
    section = _notices(person, _codes_and_kinds(person)[1], since, now)
    return Digest(since, now, [section] if section.lines else [], has_fields=True, is_for_staff=False)


def _codes_and_kinds(person: User) -> tuple[list[str], list[str]]:
    """The codes of the person's 経験業務, and the kinds of notifications that come gathered; in one query."""
    codes = WorkExperience.objects.filter(user=person).values_list("work_code", Value(""))
    said = NotificationPreference.objects.filter(user=person).values_list("event", "way")
    rows = list(codes.union(said, all=True))
    return [word for word, way in rows if not way], gathered_kinds({word: way for word, way in rows if way})


def _notices(person: User, kinds: Sequence[str], since: datetime, now: datetime) -> Section:
    entries = chosen_for_digest(person, kinds, since, now, NOTICES + 1) if kinds else []
    lines = [
        Line(
            entry.notification.title,
            reverse("accounts:notification_open", args=[entry.notification.pk]),
            f"{entry.label}／{jdate(timezone.localdate(entry.notification.created_at))}",
        )
        for entry in entries
    ]
    heading = "「まとめてメール」のお知らせ"
    return Section(heading, lines[:NOTICES], reverse("accounts:notifications"), len(lines) > NOTICES)


def _topics(person: User, codes: Sequence[str], since: datetime, now: datetime) -> list[Section]:
    arms = _arms(person, codes, since, now)
    parts = [rows.annotate(place=Value(place)).values_list("pk", "place") for place, rows in arms.items()]
    found: dict[int, int] = {}
    for pk, place in sorted(parts[0].union(*parts[1:], all=True), key=lambda row: row[1]):
        found.setdefault(pk, place)
    rows = Topic.objects.searchable_by(person).filter(pk__in=found).with_list_data().latest_first()
    by_place: dict[int, list[Line]] = {place: [] for place in range(4)}
    for topic in rows:
        place = found[topic.pk]
        is_new = place != WAITING or topic.created_at > since
        by_place[place].append(Line(topic.title, topic.get_absolute_url(), _note(topic), is_new))
    boards, topics = reverse("forums:board_list"), reverse("forums:topic_list")
    return [
        _section("通知を受け取っている課の新しいトピック", by_place[NEW], boards),
        _section("新しい投稿のあったトピック", by_place[MOVED], topics),
        _section(
            "あなたの経験業務で、回答を待っている相談",
            by_place[WAITING],
            f"{topics}?kind=consultation&state=unanswered",
        ),
        _section("あなたの経験業務のサービスについての、新しいトピック", by_place[RELATED], topics),
    ]


def _arms(person: User, codes: Sequence[str], since: datetime, now: datetime) -> dict[int, QuerySet[Topic]]:
    """The topics of each section, the newest first and a few more than are shown."""
    seen, related = _candidates(person, since, now), _about(codes)
    watched = Q(board__in=BoardWatch.objects.told().filter(user=person).values("board"))
    own_watch = TopicWatch.objects.filter(topic=OuterRef("pk"), user=person)
    is_new = Q(created_at__gt=since)
    posts = Post.objects.filter(topic=OuterRef("pk"), created_at__gt=since, created_at__lte=now)
    moved = Exists(posts.filter(removed_at__isnull=True).exclude(author=person))
    arms = {
        NEW: seen.filter(watched, is_new),
        MOVED: seen.filter(watched | Exists(own_watch), ~is_new, moved, last_activity_at__gt=since),
    }
    if codes:
        field = Q(board__slug__in=board_slugs_for(codes), board__is_default=True) | related
        waiting = seen.filter(field, created_at__gt=now - WAITING_FOR).exclude(watched & is_new)
        arms[WAITING] = waiting.unresolved().without_answer()
        arms[RELATED] = seen.filter(related, is_new).exclude(watched)
    return {place: rows.latest_first()[: 2 * SHOWN + 1] for place, rows in arms.items()}


def _candidates(person: User, since: datetime, now: datetime) -> TopicQuerySet:
    """What the person may read and neither wrote, nor read to its end, nor turned off, nor was told of by mail."""
    mailed = OutboxMail.objects.filter(
        user=person,
        event__in=MAILED,
        created_at__gt=since,
        target_key=Cast(OuterRef("pk"), CharField()),
    )
    off = TopicWatch.objects.filter(topic=OuterRef("pk"), user=person, level=WatchLevel.OFF)
    marks = TopicReading.objects.filter(topic=OuterRef("pk"), user=person)
    read = marks.filter(last_read_number__gte=OuterRef("post_count"))
    lines = ReadingLine.objects.filter(Q(board=None) | Q(board=OuterRef("board")), user=person)
    lines = lines.filter(read_until__gte=OuterRef("last_activity_at"))
    seen = Topic.objects.searchable_by(person).exclude(author=person).filter(created_at__lte=now)
    return seen.filter(~Exists(mailed), ~Exists(off), ~Exists(read), ~Exists(lines))


def _about(codes: Sequence[str]) -> Q:
    """Topics linked with a listing that serves one of these fields of work."""
    tokens = [facet_token(CategoryAxis.WORK, code) for code in codes]
    links = Topic.services.through.objects.filter(topic=OuterRef("pk"))
    return Q(Exists(links.filter(service__in=Service.objects.published().filter(facets__overlap=tokens).values("pk"))))


def _note(topic: Topic) -> str:
    day = jdate(timezone.localdate(topic.created_at))
    return f"{topic.board.name}／{topic_byline(topic)}／{day}"


def _documents(person: User, codes: Sequence[str], since: datetime, now: datetime) -> Section:
    fields = Category.objects.filter(axis=CategoryAxis.WORK, code__in=codes)
    kept = SharedDocument.categories.through.objects.filter(shareddocument=OuterRef("pk"), category__in=fields)
    seen = SharedDocument.objects.searchable_by(person).published().filter(Exists(kept))
    new = seen.filter(published_at__gt=since, published_at__lte=now)
    rows = new.exclude(created_by=person).select_related("municipality")
    lines = [
        Line(row.marked_title, row.get_absolute_url(), f"{row.get_kind_display()}／{row.municipality.full_name}")
        for row in rows.order_by("-published_at", "-pk")[: SHOWN + 1]
    ]
    return _section("あなたの経験業務の新しい共有文書", lines, reverse("documents:document_list"))


def _events(person: User, since: datetime, now: datetime) -> Section:
    seen = Event.objects.visible_to(person).filter(status=EventStatus.PUBLISHED).to_come(now)
    rows = seen.filter(published_at__gt=since, published_at__lte=now)
    lines = [
        Line(event.title, event.get_absolute_url(), f"{jdatetime(event.starts_at)}から")
        for event in rows.order_by("starts_at", "pk")[: SHOWN + 1]
    ]
    return _section("新しく案内を始めた座談会", lines, reverse("forums:event_list"))


def _section(heading: str, lines: list[Line], path: str) -> Section:
    return Section(heading, lines[:SHOWN], path, len(lines) > SHOWN)
