"""The まとめメール: queued for everybody who is due, written for each of them in a transaction of its own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions.digests import begin_issue
from accounts.digests import due_on
from accounts.models import User
from accounts.personas import persona_of
from dss.jobs import enqueue
from forums.digests import digest_for, notices_for
from forums.emails import send_digest

ISSUE = "forums.jobs.issue_digest"
BATCH = 200


def queue_digests(*, now: datetime) -> None:
    """One job for each person who is due today, in batches: killed in between, the next run queues the others."""
    day = timezone.localdate(now)
    people = due_on(day, now).order_by("pk").values_list("pk", flat=True)
    last = 0
    while batch := list(people.filter(pk__gt=last)[:BATCH]):
        with transaction.atomic():
            for pk in batch:
                enqueue(ISSUE, user_id=pk, day=day.isoformat())
        last = batch[-1]


@transaction.atomic
def issue_digest(*, person: User, day: date, now: datetime) -> None:
    """Write the issue of `day` for one person: once, however often the job runs, and none that says nothing."""
    since = begin_issue(person=person, day=day, now=now)
    if since is None:
        return
    is_staff = persona_of(person).municipality is not None
    digest = digest_for(person, since, now) if is_staff else notices_for(person, since, now)
    if digest.says_something:
        send_digest(person, digest, day, now=now)
