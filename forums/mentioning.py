"""Calling a colleague by name in a post: `@[氏名（団体名）](person:12)`, readable as it stands.

Who may be called: who takes part in the topic under their name, who takes part in its board where one joins it, and
staff who said that they may be asked; always people who read the topic. Whoever wrote anonymously is none of them by
having written, and nothing in the order of the names depends on what anybody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from accounts.models import Municipality, MunicipalMembership, User
from dss.markdown import CALL, spoken_in
from forums.enums import ShownAs
from forums.models import Board, BoardMembership, Post, Topic

MOST_CALLED = 10
LARGEST_ID = 2**63 - 1
_CALL = re.compile(r"@\[([^\[\]\n]{1,160})\]\(person:([0-9]{1,19})\)", re.ASCII)


def callable_by(writer: User, board: Board, topic: Topic | None, now: datetime) -> QuerySet[MunicipalMembership]:
    """The live memberships of the people this writer may call in the topic (None: a new one on the board)."""
    joined = BoardMembership.objects.active().filter(board=board).values("user")
    asked = Q(user__in=User.objects.askable(now).values("pk"))
    people = asked if board.is_default else asked | Q(user__in=joined)
    if topic is not None:
        named = Post.objects.filter(topic=topic, shown_as=ShownAs.NAME_BODY, removed_at__isnull=True, by_expert=False)
        people |= Q(user__in=named.filter(author__isnull=False).values("author"))
    served = MunicipalMembership.objects.live(now).exclude(user=writer).filter(people)
    if topic is not None and topic.is_among_bodies:
        bodies = Municipality.objects.filter(Q(pk__in=topic.readers) | Q(predecessors__pk__in=topic.readers))
        served = served.filter(municipality__in=bodies.values("pk"))
    return served.select_related("user", "municipality").order_by(
        "municipality__prefecture_code", "municipality__kana", "user__name", "user_id"
    )


def found_among(people: QuerySet[MunicipalMembership], words: str) -> QuerySet[MunicipalMembership]:
    """Those whose name or body holds every word, however their name is spaced."""
    people = people.annotate(plain_name=Replace("user__name", Value(" "), Value("")))
    for word in words.split()[:5]:
        people = people.filter(
            Q(user__name__icontains=word) | Q(plain_name__icontains=word) | Q(municipality__name__icontains=word)
        )
    return people


def label_of(membership: MunicipalMembership) -> str:
    """The name as it stands in the text. Brackets would end it."""
    words = f"{membership.user.name}（{membership.municipality.full_name}）"
    return re.sub(r"[\[\]\n\\]", "", words)


def call_of(membership: MunicipalMembership) -> str:
    """What is written to call this person."""
    return f"@[{label_of(membership)}]({CALL}{membership.user_id})"


def numbers_in(body: str) -> list[int]:
    """Whom the text names in this way, in its order, whether they may be called or not."""
    numbers = dict.fromkeys(int(match[2]) for match in _CALL.finditer(body))
    return [number for number in numbers if 0 < number <= LARGEST_ID]


def called_in(body: str) -> set[int]:
    """Of these, whom the writer calls: neither in a quotation nor in code."""
    hrefs = (piece.href for piece in spoken_in(body) if piece.href.startswith(CALL))
    return {int(rest) for rest in (href.removeprefix(CALL) for href in hrefs) if rest.isascii() and rest.isdigit()}


def with_true_names(body: str, people: Collection[MunicipalMembership]) -> str:
    """The text with each call under the person's own name; who may not be called stands there as mere words."""
    by_number = {each.user_id: each for each in people}

    def rewritten(match: re.Match[str]) -> str:
        person = by_number.get(int(match[2]))
        return call_of(person) if person is not None else f"@{match[1]}"

    return _CALL.sub(rewritten, body)
