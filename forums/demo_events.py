"""Talk sessions of the demonstration, through the actions of real people. Again: nothing happens twice."""

from __future__ import annotations

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User
from forums import actions
from forums.demo import PEOPLE, TOKENS
from forums.enums import ShownAs
from forums.models import Event, EventSpeaker, ThemeWish

DATA_FILE = Path(__file__).parent / "data" / "demo_events.toml"
OPERATOR = "operator@dss.example"
HOURS = 2


def load_demo_events(*, now: datetime) -> None:
    """Two sessions to come with places and a question, one that was held with its report, wishes for themes."""
    with DATA_FILE.open("rb") as stream:
        data = tomllib.load(stream)
    for row in data["events"]:
        if not Event.objects.filter(title=row["title"]).exists():
            _load_event(row, now)
    for row in data["wishes"]:
        _load_wish(row, now)


def _load_event(row: dict[str, Any], now: datetime) -> None:
    """A session of the past was published, and its report approved, at the times that fit."""
    day = timezone.localtime(now).replace(hour=14, minute=0, second=0, microsecond=0) + timedelta(days=row["days"])
    before, operator = min(now, day - timedelta(days=14)), User.objects.get(email=OPERATOR)
    event = Event(
        title=row["title"],
        theme=row["theme"].strip(),
        agenda=row["agenda"].strip(),
        starts_at=day,
        ends_at=day + timedelta(hours=HOURS),
        capacity=row["capacity"],
        audience=row["audience"],
        join_url="https://meeting.example/dss-demo",
    )
    actions.save_event(event=event, actor=operator, now=before)
    for position, speaker in enumerate(row["speakers"], start=1):
        EventSpeaker.objects.create(event=event, position=position, **speaker)
    actions.speakers_changed(event=event, actor=operator, now=before)
    event = actions.publish_event(event=event, reason="デモデータ", actor=operator, now=before)
    for name in ("fukaya", "shiojiri", "kaga"):
        actions.register_event(event=event, actor=_person(name), now=before)
    _load_question(event, before)
    if "report" in row:
        _load_report(event, row["report"].strip(), operator, day + timedelta(days=3))


def _load_question(event: Event, now: datetime) -> None:
    question = actions.ask_event(
        event=event,
        body="始める前に、庁内の誰に一番時間をかけて説明しましたか。",
        shown_as=ShownAs.BODY,
        client_token=uuid.uuid5(TOKENS, f"question:{event.title}"),
        actor=_person("shiojiri"),
        now=now,
    )
    actions.show_question(question=question, reason="デモデータ", actor=User.objects.get(email=OPERATOR), now=now)
    actions.vote_question(question=question, wanted=True, actor=_person("fukaya"), now=now)


def _load_report(event: Event, report: str, operator: User, now: datetime) -> None:
    event.report = report
    event = actions.save_event(event=event, actor=operator, now=now)
    for speaker in event.speakers.all():
        actions.note_approval(speaker=speaker, note="電子メールで確認（デモデータ）", actor=operator, now=now)
    actions.publish_report(event=event, reason="デモデータ", actor=operator, now=now)


def _load_wish(row: dict[str, Any], now: datetime) -> None:
    author = _person(row["author"])
    token = uuid.uuid5(TOKENS, f"wish:{row['title']}")
    if ThemeWish.objects.filter(client_token=token).exists():
        return
    wish = actions.wish_theme(title=row["title"], body=row["body"], client_token=token, actor=author, now=now)
    actions.vote_wish(wish=wish, wanted=True, actor=_person("kaga"), now=now)


def _person(name: str) -> User:
    return User.objects.get(email=PEOPLE[name])
