"""More topics and posts than anybody writes by hand, for benchmarks: one very long topic, one very full board.

The n-th topic and post are always the same. Rows are written by the batch, without audit rows and mail: this is load,
not content. The topics are not indexed for searching, except the long one.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator

from django.db import transaction

from accounts.models import Municipality, User
from accounts.personas import persona_of
from forums.demo import PEOPLE
from forums.enums import ShownAs, TopicKind
from forums.indexing import topics_changed
from forums.models import Board, Post, Topic

BATCH = 2_000
BOARD = "welcome"
LONG_TITLE = "計測用：とても長いトピック"
_WORDS = ["見積", "仕様書", "LGWAN", "窓口", "電子申請", "標準化", "データ移行", "契約", "予算", "住民記録", "端末"]
_WAYS = list(ShownAs)
_KINDS = list(TopicKind)


def scale_topics(*, target: int, now: dt.datetime, tell: Callable[[str], None]) -> None:
    """Add posts until there are `target`: one in twenty in one topic, and a topic for every two on one board."""
    authors = [(user, persona_of(user).municipality) for user in User.objects.filter(email__in=PEOPLE.values())]
    staff = [(user, body) for user, body in authors if body is not None]
    if not target or Topic.objects.filter(title=LONG_TITLE).exists():
        return
    board = Board.objects.get(slug=BOARD)
    sizes = [target // 20, *_sizes(target - target // 20, target // 2)]
    for start in range(0, len(sizes), BATCH):
        numbers = range(start, min(start + BATCH, len(sizes)))
        _add_batch(board, [(number, sizes[number]) for number in numbers], staff, now)
        tell(f"トピック {numbers[-1] + 1:,} / {len(sizes):,}")
    topics_changed(Topic.objects.filter(title=LONG_TITLE).values_list("pk", flat=True))


def _sizes(posts: int, topics: int) -> Iterator[int]:
    """`posts` over `topics`, the first ones getting what is left over."""
    whole, rest = divmod(posts, topics)
    return (whole + (number < rest) for number in range(topics))


@transaction.atomic
def _add_batch(
    board: Board, sizes: list[tuple[int, int]], staff: list[tuple[User, Municipality]], now: dt.datetime
) -> None:
    topics = [_topic(board, number, size, staff, now) for number, size in sizes]
    Topic.objects.bulk_create(topics)
    posts = (
        _post(topic, number, staff)
        for topic, (_, size) in zip(topics, sizes, strict=True)
        for number in range(1, size + 1)
    )
    Post.objects.bulk_create(posts, batch_size=BATCH)


def _topic(board: Board, number: int, size: int, staff: list[tuple[User, Municipality]], now: dt.datetime) -> Topic:
    author, body = staff[number % len(staff)]
    last = now - dt.timedelta(days=2, minutes=7 * number)
    return Topic(
        board=board,
        kind=_KINDS[number % len(_KINDS)],
        title=f"{_sentence(number)}について {number}" if number else LONG_TITLE,
        author=author,
        author_key=author.key,
        municipality=body,
        shown_as=_WAYS[number % len(_WAYS)],
        post_count=size,
        created_at=last - dt.timedelta(minutes=size),
        last_activity_at=last,
    )


def _post(topic: Topic, number: int, staff: list[tuple[User, Municipality]]) -> Post:
    """The first is the topic's own text and shows its author as the topic does; the others alternate."""
    asker = next(place for place, (user, _) in enumerate(staff) if user.key == topic.author_key)
    author, body = staff[(asker + number - 1) % len(staff)]
    lead = f"{_sentence(topic.pk + number)}のことで、{number}番目の投稿です。"
    points = f"- **確認した点**：{_sentence(number)}\n- {_sentence(topic.pk * 7 + number)}の進め方を教えてください。"
    return Post(
        topic=topic,
        number=number,
        author=author,
        author_key=author.key,
        municipality=body,
        shown_as=topic.shown_as if number == 1 else _WAYS[number % len(_WAYS)],
        body=f"{lead}\n\n{points}",
        created_at=topic.created_at + dt.timedelta(minutes=number - 1),
    )


def _sentence(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 (a repeatable choice, not a secret)
    return "と".join(chance.sample(_WORDS, 3))
