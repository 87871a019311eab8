"""Writing the search rows: of topics the title, then the listings linked, then the posts; of talk sessions what their
public page says; of boards their name, purpose and retrospective; of columns their text.

A topic is not found by the name of its board: experts do not learn where they were asked, and could guess it.
Nothing of an author is indexed, however they are shown, and nothing of a post that was removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, takewhile

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from catalog.search.rows import Entry, Index
from catalog.search.vectors import LONG_FIELD_CHARACTERS, Fields
from forums.enums import EventStatus
from forums.models import (
    Board,
    BoardSearch,
    Column,
    ColumnSearch,
    Event,
    EventSearch,
    Post,
    Topic,
    TopicSearch,
)
from forums.querysets import PostQuerySet


def _present() -> QuerySet[Topic]:
    return Topic.objects.present()


def _entries(topic_ids: Sequence[int]) -> Iterator[Entry]:
    """Topics that were taken down have none."""
    topics = (
        Topic.objects.present()
        .filter(pk__in=topic_ids)
        .prefetch_related("services")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    bodies: dict[int, list[str]] = defaultdict(list)
    for topic_id, body in _readable_posts(topic_ids).in_order().values_list("topic", "body"):
        bodies[topic_id].append(body)
    for topic in topics:
        texts = [(topic.title, "A"), *((service.name, "B") for service in topic.services.all())]
        texts += [(body, "D") for body in _as_much_as_counts(bodies[topic.pk])]
        yield Entry(topic.pk, Fields(tuple(texts)))


def _readable_posts(topic_ids: Iterable[int]) -> PostQuerySet:
    return Post.objects.filter(topic__in=list(topic_ids), removed_at__isnull=True)


def _as_much_as_counts(bodies: Sequence[str]) -> list[str]:
    """The first posts of a very long topic, up to the length of the longest text that is searched."""
    lengths = accumulate(len(body) for body in bodies)
    inside = takewhile(lambda pair: pair[1] <= LONG_FIELD_CHARACTERS, zip(bodies, lengths, strict=True))
    return [body for body, _ in inside]


TOPICS = Index(rows=TopicSearch, things=_present, entries=_entries, job="forums.jobs.reindex_stale_topics")


def topics_changed(topic_ids: Iterable[int]) -> None:
    """Called in the transaction that changed the topics or their posts, after the change."""
    wanted = set(topic_ids)
    length = _readable_posts(wanted).aggregate(total=Sum(Length("body")))["total"]
    TOPICS.changed(wanted, characters=length or 0)


def _public() -> QuerySet[Event]:
    return Event.objects.exclude(status=EventStatus.DRAFT)


def _event_entries(event_ids: Sequence[int]) -> Iterator[Entry]:
    """A report that is not public yet is not searched either."""
    events = _public().filter(pk__in=event_ids).prefetch_related("speakers").order_by("pk")
    for event in events.select_for_update(no_key=True):
        speakers = [f"{each.name} {each.affiliation} {each.talk}" for each in event.speakers.all()]
        report = event.report if event.has_report else ""
        texts = [(event.title, "A"), *((words, "B") for words in speakers)]
        texts += [(words, "D") for words in (event.theme, event.agenda, report) if words]
        yield Entry(event.pk, Fields(tuple(texts)))


EVENTS = Index(rows=EventSearch, things=_public, entries=_event_entries, job="forums.jobs.reindex_stale_events")


def event_changed(event: Event) -> None:
    """Called in the transaction that changed the session, after the change."""
    EVENTS.changed([event.pk])


def _all_boards() -> QuerySet[Board]:
    return Board.objects.all()


def _board_entries(board_ids: Sequence[int]) -> Iterator[Entry]:
    """Archived ones too: their history stays readable."""
    boards = Board.objects.filter(pk__in=board_ids).order_by("pk")
    for board in boards.select_for_update(no_key=True):
        texts = [(board.name, "A"), (board.purpose, "B"), (board.retrospective, "D")]
        yield Entry(board.pk, Fields(tuple((words, weight) for words, weight in texts if words)))


BOARDS = Index(rows=BoardSearch, things=_all_boards, entries=_board_entries, job="forums.jobs.reindex_stale_boards")


def boards_changed(board_ids: Iterable[int]) -> None:
    """Called in the transaction that changed what the boards say of themselves, after the change."""
    BOARDS.changed(board_ids)


def _published() -> QuerySet[Column]:
    return Column.objects.published()


def _column_entries(column_ids: Sequence[int]) -> Iterator[Entry]:
    """Who finds it is `ColumnQuerySet.readable_by`'s matter."""
    columns = Column.objects.published().filter(pk__in=column_ids).order_by("pk")
    for column in columns.select_for_update(no_key=True):
        yield Entry(column.pk, Fields(((column.title, "A"), (column.summary, "B"), (column.body, "D"))))


COLUMNS = Index(rows=ColumnSearch, things=_published, entries=_column_entries, job="forums.jobs.reindex_stale_columns")


def column_changed(column: Column) -> None:
    """Called in the transaction that changed the column, after the change."""
    COLUMNS.changed([column.pk], characters=len(column.body))
