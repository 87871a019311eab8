"""What one reader gets of questions to adopters. Templates are given these: the asker only as the topic shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forums.disclosure import topic_byline
from forums.enums import TopicStatus
from forums.models import Topic
from procurement.models import ReferenceAsked, ReferenceRequest

_STATES = {"waiting": "未回答", "answered": "回答済み", "declined": "見送り"}
_TAKEN_BACK = "（取り下げられた質問）"


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One question as a reader of either side sees it; `topic_url` is empty once it was taken back."""

    href: str
    title: str
    topic_url: str
    service: str
    service_url: str
    byline: str
    audience: str
    answers: int
    created_at: datetime
    state: str = ""
    state_label: str = ""
    asked_count: int = 0


def sent_rows(requests: Iterable[ReferenceRequest]) -> list[ReferenceRow]:
    """For the asking body, of requests loaded by `with_list_data`."""
    return [row_of(request, asked_count=request.asked_count) for request in requests]  # type: ignore[attr-defined]


def received_rows(asked: Iterable[ReferenceAsked]) -> list[ReferenceRow]:
    """For an asked body, of rows loaded by `with_list_data`: nothing of the other asked bodies."""
    return [row_of(each.request, state=each.state) for each in asked]  # type: ignore[attr-defined]


def row_of(request: ReferenceRequest, *, state: str = "", asked_count: int = 0) -> ReferenceRow:
    """One question; its topic with author and body, and its listing, must be loaded."""
    topic: Topic = request.topic
    is_gone = topic.status == TopicStatus.WITHDRAWN
    return ReferenceRow(
        href=request.get_absolute_url(),
        title=_TAKEN_BACK if is_gone else topic.title,
        topic_url="" if is_gone else topic.get_absolute_url(),
        service=request.service.name,
        service_url=request.service.get_absolute_url(),
        byline=str(topic_byline(topic)),
        audience=request.get_audience_display(),
        answers=topic.post_count - 1,
        created_at=request.created_at,
        state=state,
        state_label=_STATES.get(state, ""),
        asked_count=asked_count,
    )
