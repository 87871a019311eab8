"""Which unanswered questions are due, and whom to ask: the board's leaders, experience, experts. Only who reads the
topic, and never who asked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Advisor, User
from accounts.work_fields import work_fields_by_code
from catalog.enums import CategoryAxis
from catalog.models import Service
from catalog.specsheet import facet_token
from dss.working_days import add_working_days
from forums.board_fields import work_codes_of
from forums.enums import CallWay, ShownAs
from forums.models import AnswerCallee, AnswerRequest, BoardMembership, Topic
from forums.querysets import TopicQuerySet, readers_of

PATIENCE = 3
"""Working days without an answer."""
TOO_OLD = timedelta(days=30)
"""Nobody is asked about a question this old: it waited before there was this round, or the round was down for long."""
MOST_ASKED = 3
"""Of those with experience, and of the experts, in turn: few, so that being asked stays rare for everybody."""
_BETWEEN_WORDS = re.compile(r"[\s、，,・/／;；]+")


def due_at(created_at: datetime) -> datetime:
    """The same time of day, three working days later (Tokyo)."""
    local = timezone.localtime(created_at)
    day = add_working_days(local.date(), PATIENCE)
    return local.replace(year=day.year, month=day.month, day=day.day)


def waiting_too_long(now: datetime) -> TopicQuerySet:
    """Questions of boards in use that nobody answered and about which nobody was asked, as far as SQL can tell."""
    young, old = now - TOO_OLD, now - timedelta(days=PATIENCE)
    waiting = Topic.objects.unresolved().without_answer().on_boards_in_use(now)
    return waiting.filter(answer_call__isnull=True, created_at__gt=young, created_at__lte=old)


def people_to_ask(topic: Topic, now: datetime) -> dict[CallWay, list[User]]:
    """Each person once, and nobody whom the asker has asked already.

    Leader and deputies; where nobody leads but the asker and all may write, up to three with experience who want to be
    asked; up to three experts of the field where the topic is open to them. Of an asker who is not named, those with
    experience are asked in any case: that the leader was passed over would tell whose question it is.
    """
    may_read = User.objects.filter(readers_of(topic, now), is_active=True).exclude(pk=topic.author_id or 0)
    may_read = may_read.exclude(pk__in=AnswerRequest.objects.filter(topic=topic).values("person"))
    leading = BoardMembership.objects.live(now).leading().filter(board=topic.board_id)
    asked = {CallWay.LEADING: list(may_read.filter(pk__in=leading.values("user")).order_by("pk"))}
    codes = _codes_of(topic)
    is_named = topic.shown_as == ShownAs.NAME_BODY
    if topic.board.is_open and not (is_named and asked[CallWay.LEADING]):
        askable = User.objects.askable_about(codes, now).values("pk")
        others = may_read.exclude(pk__in=[person.pk for person in asked[CallWay.LEADING]])
        asked[CallWay.EXPERIENCED] = list(_in_turn(others.filter(pk__in=askable))[:MOST_ASKED])
    if topic.experts_invited:
        experts = _experts_for(topic, codes, now)
        asked[CallWay.EXPERT] = list(_in_turn(may_read.filter(pk__in=experts))[:MOST_ASKED])
    return asked


def _in_turn(people: QuerySet[User]) -> QuerySet[User]:
    """Who was never asked comes first, then whose last time is longest ago; of equals, who was asked more rarely."""
    own = AnswerCallee.objects.filter(user=OuterRef("pk")).order_by().values("user")
    last = own.annotate(last=Max("call__called_at")).values("last")
    often = own.annotate(total=Count("pk")).values("total")
    called = people.annotate(last_called=Subquery(last), times_called=Subquery(often))
    return called.order_by(F("last_called").asc(nulls_first=True), "times_called", "pk")


def _codes_of(topic: Topic) -> set[str]:
    """The fields of work of the listings it names; of its board where it names none."""
    prefix = facet_token(CategoryAxis.WORK, "")
    facets = Service.objects.published().filter(pk__in=topic.services.values("pk")).values_list("facets", flat=True)
    named = {facet.removeprefix(prefix) for row in facets for facet in row if facet.startswith(prefix)}
    return named or set(work_codes_of(topic.board.slug))


def _experts_for(topic: Topic, codes: set[str], now: datetime) -> list[int]:
    """Advisors who may write, and one of whose fields, in their own words, the question or its board speaks of."""
    names = [work_fields_by_code()[code].name for code in codes if code in work_fields_by_code()]
    text = "\n".join([topic.title, topic.board.name, topic.board.purpose, *names, topic.posts.get(number=1).body])
    active = Advisor.objects.active().stated(now)
    return [advisor.user_id for advisor in active if _speaks_of(text, advisor.fields)]


def _speaks_of(text: str, fields: str) -> bool:
    return any(len(word) > 1 and word in text for word in _BETWEEN_WORDS.split(fields))
