"""Background jobs of the boards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from dss.images.cleaning import cleaned_image
from dss.jobs import enqueue, job, periodic_job
from dss.working_days import is_working_day
from forums import actions
from forums.calling import waiting_too_long
from forums.enums import AttachmentKind, EventStatus
from forums.indexing import BOARDS, COLUMNS, EVENTS, TOPICS
from forums.models import Board, Event, PostAttachment
from forums.preparing import LOST, without_author

LATE = timedelta(minutes=10)
REMIND_DAYS = (timedelta(days=14), timedelta(days=3))


@job(unique=True)
def reindex_stale_topics() -> None:
    """Write the search rows that a long topic or a large change left behind; idempotent."""
    TOPICS.reindex_stale()


@periodic_job("5-59/10 * * * *")
def reindex_stale_topic_rows() -> None:
    """Every ten minutes: missing rows, rows made with older cutting rules, and those about renamed listings."""
    TOPICS.reindex_stale()


@job
def tell_of_post(*, post_id: int, now: datetime) -> None:
    """Tell everybody who watches of a post, a batch in each transaction; a run that was killed goes on where it was."""
    while actions.tell_of_post(post_id=post_id, now=now):
        pass


@job(unique=True)
def prepare_attachment(*, attachment_id: int, now: datetime) -> None:
    """Make a picture anew, or take out of a file who made it, in limited processes; once."""
    row = PostAttachment.objects.pending().select_related("post__author", "post__municipality").filter(pk=attachment_id)
    attachment = row.first()
    if attachment is None:
        return
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        actions.save_file(attachment_id=attachment_id, upload=None, reason=LOST, now=now)
        return
    with file:
        if attachment.kind == AttachmentKind.IMAGE:
            actions.save_picture(attachment_id=attachment_id, clean=cleaned_image(file), now=now)
        else:
            upload, reason = without_author(attachment, file)
            actions.save_file(attachment_id=attachment_id, upload=upload, reason=reason, now=now)


@periodic_job("3-59/10 * * * *")
def prepare_forgotten_attachments(*, now: datetime) -> None:
    """Every ten minutes: what still waits, because its job was given up, is queued again."""
    waiting = PostAttachment.objects.pending().filter(created_at__lt=now - LATE).order_by("pk")
    for attachment_id in waiting.values_list("pk", flat=True)[:100]:
        enqueue(prepare_attachment, attachment_id=attachment_id)


@job(unique=True)
def reindex_stale_events() -> None:
    """Write the search rows of talk sessions that a change left behind; idempotent."""
    EVENTS.reindex_stale()


@periodic_job("8 * * * *")
def reindex_stale_event_rows() -> None:
    """Every hour: missing rows, and rows made with older cutting rules."""
    EVENTS.reindex_stale()


@job(unique=True)
def reindex_stale_boards() -> None:
    """Write the search rows of boards that a change left behind; idempotent."""
    BOARDS.reindex_stale()


@job(unique=True)
def reindex_stale_columns() -> None:
    """Write the search rows of columns that a change left behind; idempotent."""
    COLUMNS.reindex_stale()


@periodic_job("18 * * * *")
def reindex_stale_board_and_column_rows() -> None:
    """Every hour: missing rows, and rows made with older cutting rules."""
    BOARDS.reindex_stale()
    COLUMNS.reindex_stale()


@periodic_job("10 0-11,23 * * *")  # 08:10 to 20:10 in Tokyo
def remind_events(*, now: datetime) -> None:
    """By day, every hour: the evening before and on the day; each person once, also who registered in between."""
    today = timezone.localdate(now)
    soon = Event.objects.filter(status=EventStatus.PUBLISHED).filter(starts_at__gt=now).order_by("starts_at", "pk")
    for event in soon.filter(starts_at__lt=now + timedelta(days=2)):
        if event.held_on in (today, today + timedelta(days=1)):
            actions.remind_event(event=event, instance="day" if event.held_on == today else "eve", now=now)


@periodic_job("25 15 * * *")  # 00:25 in Tokyo: memberships have just ended
def fill_events(*, now: datetime) -> None:
    """Every night: seats of people who may not come any more go to who waits."""
    for event in Event.objects.filter(status=EventStatus.PUBLISHED).to_come(now).order_by("starts_at", "pk"):
        actions.fill_event(event=event, now=now)


@periodic_job("0 0-11,23 * * *")  # 08:00 to 20:00 in Tokyo
def queue_digests(*, now: datetime) -> None:
    """By day, every hour: the まとめメール of who is due today and has none yet, whatever became of earlier runs."""
    actions.queue_digests(now=now)


@job(unique=True)
def issue_digest(*, user_id: int, day: str, now: datetime) -> None:
    """Write one person's まとめメール of a day; idempotent, because the issue is noted with the mail."""
    person = User.objects.filter(pk=user_id).first()
    if person is not None:
        actions.issue_digest(person=person, day=date.fromisoformat(day), now=now)


@periodic_job("40 0-9 * * *")  # 09:40 to 18:40 in Tokyo
def call_for_answers(*, now: datetime) -> None:
    """On working days, every hour: people are asked about questions that waited three of those; once for each."""
    if is_working_day(timezone.localdate(now)):
        for topic in waiting_too_long(now).order_by("created_at", "pk"):
            actions.call_for_answers(topic=topic, now=now)


@periodic_job("20 23 * * *")  # 08:20 in Tokyo
def tend_boards(*, now: datetime) -> None:
    """Every morning: last days that are near or past, boards nobody ended, and boards nobody leads any more."""
    today = timezone.localdate(now)
    for board in Board.objects.in_use().filter(ends_on__lte=today + REMIND_DAYS[0]).order_by("pk"):
        left = timedelta(days=board.days_left(today) or 0)
        due = [days.days for days in REMIND_DAYS if timedelta() <= left <= days]
        actions.remind_ending(board=board, days=min(due) if due else 0, now=now)
        actions.end_forgotten_board(board=board, now=now)
    for board in Board.objects.leaderless(now).order_by("pk"):
        actions.offer_to_members(board=board, now=now)


@periodic_job("10 17 * * *")  # 02:10 in Tokyo
def forget_readings(*, now: datetime) -> None:
    """Every night: read marks of topics where nothing was written for half a year."""
    actions.forget_readings(now=now)


@periodic_job("30 17 * * *")  # 02:30 in Tokyo
def purge_drafts(*, now: datetime) -> None:
    """Every night: drafts nobody came back to for 90 days."""
    actions.purge_drafts(now=now)
