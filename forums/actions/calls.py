"""Asking around about a question that nobody answered. Lock: the topic's row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from forums.calling import due_at, people_to_ask, waiting_too_long
from forums.emails import send_answer_wanted, send_question_unanswered
from forums.models import AnswerCall, AnswerCallee, Topic


@transaction.atomic
def call_for_answers(*, topic: Topic, now: datetime) -> None:
    """Ask who may know, and tell the asker how to go on: once, and not when it was answered meanwhile."""
    Topic.objects.select_for_update(of=("self",), no_key=True).get(pk=topic.pk)
    locked = waiting_too_long(now).filter(pk=topic.pk).select_related("board", "author").first()
    if locked is None or due_at(locked.created_at) > now:
        return
    call = AnswerCall.objects.create(topic=locked, called_at=now)
    asked = people_to_ask(locked, now)
    rows = [AnswerCallee(call=call, user=person, way=way) for way, people in asked.items() for person in people]
    AnswerCallee.objects.bulk_create(rows)
    for way, people in asked.items():
        send_answer_wanted(locked, way, people, now=now)
    send_question_unanswered(locked, now=now)
    data = {way.value: len(people) for way, people in asked.items()}
    record(actor=None, verb="call_for_answers", obj=locked, now=now, data=data)
