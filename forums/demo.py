"""Topics of the demonstration, written by the same actions that real people use. Again: nothing happens twice."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from catalog.models import Service
from forums import actions
from forums.board_data import load_board_data
from forums.demo_parts import demo_attachments, prepare_demo_pictures, with_places
from forums.enums import ReactionKind, ShownAs, TopicKind, TopicStatus
from forums.models import Board, Post, PostDraft, Topic

DATA_FILE = Path(__file__).parent / "data" / "demo_topics.toml"
PEOPLE = {
    "fukaya": "staff-fukaya@city.fukaya.saitama.jp",
    "shiojiri": "staff-shiojiri@city.shiojiri.lg.jp",
    "kaga": "staff-kaga@city.kaga.lg.jp",
    "hioki": "staff-hioki@city.hioki.lg.jp",
    "kamishihoro": "staff-kamishihoro@town.kamishihoro.lg.jp",
    "advisor": "advisor@trust.example",
    "operator": "operator@dss.example",
}
SINCE = timedelta(days=12)
"""So long ago the people of the demonstration first looked at the boards: what came since is unread."""
TOKENS = uuid.UUID("c7a2a1f8-6d0c-4a51-9a58-0d9b3f5f6f0e")


def load_demo_topics(*, now: datetime) -> None:
    """The operators' boards, and topics on them. The demo's people and listings must exist."""
    actions.load_boards(entries=load_board_data(), actor=None, now=now)
    with DATA_FILE.open("rb") as stream:
        data = tomllib.load(stream)
    for row in data["topics"]:
        _load_topic(row, now)
    for row in data["drafts"]:
        _load_draft(row, now)
    for person in User.objects.filter(email__in=PEOPLE.values()).order_by("pk"):
        actions.begin_reading(actor=person, now=now - SINCE)


def _load_topic(row: dict[str, Any], now: datetime) -> None:
    topic = actions.create_topic(
        board=Board.objects.get(slug=row["board"]),
        kind=TopicKind(row["kind"]),
        title=row["title"],
        body=row["body"].strip(),
        shown_as=ShownAs(row.get("shown_as", "name_body")),
        experts_invited=row.get("experts", False),
        services=list(Service.objects.published().filter(name__in=row.get("services", []))),
        documents=[],
        client_token=uuid.uuid5(TOKENS, row["title"]),
        actor=_person(row["author"]),
        now=_ago(row, now),
    )
    _react(topic.posts.get(number=1), row, now)
    _place(topic, row, now)
    for number, answer in enumerate(row.get("posts", []), start=2):
        _load_post(topic, number, answer, now)


def _place(topic: Topic, row: dict[str, Any], now: datetime) -> None:
    """Let it stand first on its board, or move it to another, once."""
    if row.get("pinned") and not topic.is_pinned:
        actions.pin_topic(topic=topic, actor=_person("operator"), now=now)
    is_to_move = "moved_to" in row and topic.moved_at is None and topic.board.slug != row["moved_to"]
    if is_to_move and topic.author is not None:
        target = Board.objects.get(slug=row["moved_to"])
        actions.move_topic(topic=topic, board=target, actor=topic.author, now=_ago(row, now) + timedelta(hours=2))


def _load_draft(row: dict[str, Any], now: datetime) -> None:
    writer, board = _person(row["author"]), Board.objects.get(slug=row["board"])
    if not PostDraft.objects.filter(author=writer, board=board).exists():
        entered = {"title": row["title"], "body": row["body"].strip()}
        actions.save_draft(place=board, entered=entered, client_token=None, actor=writer, now=_ago(row, now))


def _load_post(topic: Topic, number: int, row: dict[str, Any], now: datetime) -> None:
    post = actions.reply_topic(
        topic=topic,
        body=with_places(row["body"].strip(), PEOPLE),
        attachments=demo_attachments(row.get("files", [])),
        shown_as=ShownAs(row.get("shown_as", "name_body")),
        client_token=uuid.uuid5(TOKENS, f"{topic.title} {number}"),
        actor=_person(row["author"]),
        now=_ago(row, now),
    )
    prepare_demo_pictures(post, now)
    _react(post, row, now)
    if row.get("accepted") and topic.author is not None and topic.status == TopicStatus.OPEN:
        actions.accept_answer(post=post, actor=topic.author, now=_ago(row, now) + timedelta(hours=5))


def _react(post: Post, row: dict[str, Any], now: datetime) -> None:
    for words in row.get("reactions", []):
        who, kind = words.split()
        actions.react_post(post=post, kind=ReactionKind(kind), actor=_person(who), now=_ago(row, now))


def _person(key: str) -> User:
    return User.objects.get(email=PEOPLE[key])


def _ago(row: dict[str, Any], now: datetime) -> datetime:
    """So many days ago, in office hours: the fraction counts back from five o'clock."""
    whole, rest = divmod(row["days"], 1)
    day = timezone.localtime(now) - timedelta(days=whole)
    return day.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(hours=8 * (1 - rest))
