"""Colleagues, a founded board, a question put before people, and columns of the demonstration, through the actions of
real people. Again: nothing happens twice."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.actions.persons import change_profile
from accounts.models import Profile, User
from forums import actions
from forums.actions import asking, columns
from forums.demo import PEOPLE, TOKENS
from forums.enums import ColumnAudience, JoinPolicy, ShownAs, TopicKind
from forums.models import AnswerRequest, Board, Column, Topic

DATA_FILE = Path(__file__).parent / "data" / "demo_community.toml"
AGO = timedelta(days=5)


def load_demo_community(*, now: datetime) -> None:
    """The demo's people and the operators' boards must exist."""
    with DATA_FILE.open("rb") as stream:
        data = tomllib.load(stream)
    for row in data["profiles"]:
        _load_profile(row, now)
    _load_board(data["board"], now)
    _load_question(data["question"], now)
    for row in data["columns"]:
        _load_column(row, now)


def _load_profile(row: dict[str, Any], now: datetime) -> None:
    """What a person has said of themselves since stays."""
    person = _person(row["who"])
    if not Profile.objects.filter(user=person).exists():
        facts = {name: row.get(name, "") for name in ("department", "position", "strengths", "can_be_asked", "reach")}
        change_profile(actor=person, name=person.name, facts=facts, experiences=row["experiences"], now=now)


def _load_board(row: dict[str, Any], now: datetime) -> None:
    leader, then = _person(row["leader"]), now - AGO
    if Board.objects.filter(name=row["name"]).exists():
        return
    board = actions.found_board(
        name=row["name"],
        purpose=row["purpose"],
        join_policy=JoinPolicy.OPEN,
        ends_on=timezone.localdate(now) + timedelta(days=row["days"]),
        client_token=_token(row["name"]),
        actor=leader,
        now=then,
    )
    for key in row["members"]:
        actions.join_board(board=board, message="", actor=_person(key), now=then)
    said = row["topic"]
    topic = _open(board, said, _person(said["author"]), then)
    actions.reply_topic(
        topic=topic,
        body=said["answer"].strip(),
        shown_as=ShownAs.NAME_BODY,
        client_token=_token(said["answer"]),
        actor=_person(said["answered_by"]),
        now=then + timedelta(hours=5),
    )


def _load_question(row: dict[str, Any], now: datetime) -> None:
    question = asking.Question(
        board=Board.objects.get(slug=row["board"]),
        title=row["title"],
        body=row["body"],
        shown_as=ShownAs.NAME_BODY,
        client_token=_token(row["title"]),
    )
    if not AnswerRequest.objects.filter(topic__client_token=question.client_token).exists():
        people = User.objects.askable_about([row["work"]], now)
        asking.ask_colleagues(question=question, people=people, actor=_person(row["author"]), now=now)


def _load_column(row: dict[str, Any], now: datetime) -> None:
    author, token = _person("advisor"), _token(row["title"])
    if Column.objects.filter(author=author, client_token=token).exists():
        return
    text = columns.ColumnText(row["title"], row["summary"], row["body"].strip(), ColumnAudience(row["audience"]))
    column = columns.write_column(text=text, client_token=token, actor=author, now=now - AGO)
    columns.publish_column(column=column, revision=1, actor=author, now=now - AGO)


def _open(board: Board, row: dict[str, Any], author: User, now: datetime) -> Topic:
    return actions.create_topic(
        board=board,
        kind=TopicKind.CONSULTATION,
        title=row["title"],
        body=row["body"].strip(),
        shown_as=ShownAs.NAME_BODY,
        experts_invited=False,
        services=[],
        documents=[],
        client_token=_token(row["title"]),
        actor=author,
        now=now,
    )


def _person(key: str) -> User:
    return User.objects.get(email=PEOPLE[key])


def _token(words: str) -> uuid.UUID:
    return uuid.uuid5(TOKENS, words)
