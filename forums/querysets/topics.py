"""Who sees which topic, and the named facts its lists ask for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from accounts.models import User
from catalog.models import Service
from documents.models import SharedDocument
from forums.enums import TopicKind, TopicStatus, WatchLevel, WatchScope
from forums.querysets.people import AnyUser, is_advisor, is_operator, is_reported, reads_as_staff
from forums.querysets.unread import unread_state

if TYPE_CHECKING:
    from forums.models import Topic


UNRESOLVED = Q(kind=TopicKind.CONSULTATION, status=TopicStatus.OPEN)


def _read_by(user: AnyUser) -> Q:
    readers = reads_as_staff(user) | (Q(experts_invited=True) & is_advisor(user))
    return ~Q(status=TopicStatus.WITHDRAWN) & readers


class TopicQuerySet(QuerySet["Topic"]):
    """Topics."""

    def visible_to(self, user: AnyUser) -> TopicQuerySet:
        """Live municipal staff, but of its bodies alone where a topic is kept among some; advisors where the author
        asked for experts; operators what somebody reported."""
        seen = _read_by(user)
        return self.filter(seen | is_reported("topic")) if is_operator(user) else self.filter(seen)

    def searchable_by(self, user: AnyUser) -> TopicQuerySet:
        """Those whose posts the person reads, every one: operators see only what was reported, and must not learn by
        searching what else is said there."""
        return self.filter(_read_by(user))

    def visible_to_operator(self, user: AnyUser) -> TopicQuerySet:
        """The part of `visible_to` with the author on it: what was reported, for operators."""
        return self.filter(is_reported("topic")) if is_operator(user) else self.none()

    def present(self) -> TopicQuerySet:
        """Not taken down."""
        return self.exclude(status=TopicStatus.WITHDRAWN)

    def pinned(self) -> TopicQuerySet:
        """Those that stand first on their board."""
        return self.filter(pin_place__isnull=False)

    def unresolved(self) -> TopicQuerySet:
        """相談 that still wait for the answer that helps."""
        return self.filter(UNRESOLVED)

    def resolved(self) -> TopicQuerySet:
        """相談 whose author found the answer that helped."""
        return self.filter(status=TopicStatus.RESOLVED)

    def unanswered(self) -> TopicQuerySet:
        """Those to which nobody wrote anything yet."""
        return self.filter(post_count=1)

    def without_answer(self) -> TopicQuerySet:
        """Those where nothing stands but what the asker wrote as the asker.

        What they added under another way of being shown counts as an answer, as it does for every reader: or being
        named as unanswered would tell whose it is.
        """
        posts = apps.get_model("forums", "Post").objects.filter(topic=OuterRef("pk"), removed_at__isnull=True)
        as_asker = Q(author_key=OuterRef("author_key"), shown_as=OuterRef("shown_as"))
        return self.filter(~Exists(posts.filter(~as_asker, number__gt=1)))

    def on_boards_in_use(self, now: dt.datetime) -> TopicQuerySet:
        """Those where people may write: the board is neither ended nor past its last day."""
        return self.filter(board__in=apps.get_model("forums", "Board").objects.writable(now).values("pk"))

    def awaiting_expert(self) -> TopicQuerySet:
        """Those opened to experts where none wrote yet."""
        answers = apps.get_model("forums", "Post").objects.filter(topic=OuterRef("pk"), by_expert=True)
        return self.filter(~Exists(answers.filter(removed_at__isnull=True)), experts_invited=True)

    def opened_by(self, user: User) -> TopicQuerySet:
        """The reader's own, however they are shown to others."""
        return self.filter(author=user)

    def about_service(self, service_id: int) -> TopicQuerySet:
        """Those linked to this listing."""
        return self.filter(services=service_id)

    def created_on(self, day: dt.date) -> TopicQuerySet:
        """Written on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def with_list_data(self) -> TopicQuerySet:
        """What a row of a list shows, in one query whatever the number of rows."""
        return self.select_related("board", "author", "municipality")

    def with_unread_of(self, user: User, now: dt.datetime) -> TopicQuerySet:
        """`unread_state`, for `UnreadState.of`: what this reader has not read yet."""
        return self.annotate(unread_state=unread_state(user, now))

    def with_watch_of(self, user: User) -> TopicQuerySet:
        """`own_watch` and `board_watch`: how this reader is told of new posts by what they said of the topic and of its
        board; None where they said nothing."""
        own = apps.get_model("forums", "TopicWatch").objects.filter(topic=OuterRef("pk"), user=user)
        watches = apps.get_model("forums", "BoardWatch").objects.visible_to(user).told()
        of_board = watches.filter(board=OuterRef("board"), scope=WatchScope.POSTS)
        return self.annotate(
            own_watch=Subquery(own.values("level")[:1]), board_watch=Subquery(of_board.values("level")[:1])
        )

    def with_draft_of(self, user: User) -> TopicQuerySet:
        """`own_draft`: the answer this reader has begun to write, or None."""
        own = apps.get_model("forums", "PostDraft").objects.filter(topic=OuterRef("pk"), author=user)
        return self.annotate(
            own_draft=Subquery(own.values(found=JSONObject(pk="pk", entered="entered", saved_at="saved_at"))[:1])
        )

    def with_link_numbers(self) -> TopicQuerySet:
        """`service_numbers` and `document_numbers`: what is linked, seen by the reader or not."""
        through = {name: apps.get_model("forums", f"Topic_{name}").objects for name in ("services", "documents")}
        linked = {name: rows.filter(topic=OuterRef("pk")).order_by("pk") for name, rows in through.items()}
        return self.annotate(
            service_numbers=ArraySubquery(linked["services"].values("service")),
            document_numbers=ArraySubquery(linked["documents"].values("shareddocument")),
        )

    def latest_first(self) -> TopicQuerySet:
        """The topic with the newest post first."""
        return self.order_by(F("last_activity_at").desc(), F("pk").desc())
