"""Who is told what about talk sessions. The way in stands in no mail: the page shows it, on the day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.audiences import Targets
from accounts.enums import Area, Way
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from forums.models import Event, EventRegistration, ThemeWish


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Sessions are public; a draft is not."""
    seen = Event.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


def _who_hold_a_place(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those sessions in which the person still has a place and may come."""
    places = EventRegistration.objects.filter(user=user, event__in=[int(key) for key in target_keys])
    still = places.standing().of_who_may_come(timezone.now())
    return Targets(still, "event")


def _who_read_report(user: User, target_keys: Collection[str]) -> Collection[str]:
    seen = Event.objects.with_report_for(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


def _who_see_wish(user: User, target_keys: Collection[str]) -> Collection[str]:
    seen = ThemeWish.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


CONFIRMED = register(
    NotificationEvent(
        "event_place_confirmed",
        "座談会の参加確定",
        _who_hold_a_place,
        says="申し込んだ座談会の参加が決まったとき",
        area=Area.EVENTS,
    )
)
WAITING = register(
    NotificationEvent(
        "event_place_waiting",
        "座談会のキャンセル待ち",
        _who_hold_a_place,
        says="申し込んだ座談会がキャンセル待ちになったとき",
        area=Area.EVENTS,
    )
)
REMINDER = register(
    NotificationEvent(
        "event_reminder",
        "座談会の開催前のお知らせ",
        _who_hold_a_place,
        says="参加する座談会の開催が近いとき",
        area=Area.EVENTS,
    )
)
CHANGED = register(
    NotificationEvent(
        "event_changed",
        "座談会の変更",
        _who_hold_a_place,
        says="参加する座談会の日時や場所が変わったとき",
        area=Area.EVENTS,
    )
)
CANCELLED = register(
    NotificationEvent(
        "event_cancelled",
        "座談会の中止",
        _who_see_it,
        says="参加する座談会が中止になったとき",
        area=Area.EVENTS,
    )
)
APPROVAL = register(
    NotificationEvent(
        "event_report_for_approval",
        "座談会の開催報告の確認",
        _who_read_report,
        says="登壇した座談会の開催報告を確かめていただくとき",
        area=Area.EVENTS,
    )
)
PUBLISHED = register(
    NotificationEvent(
        "event_report_published",
        "座談会の開催報告の公開",
        _who_read_report,
        says="参加した座談会の開催報告が公開されたとき",
        area=Area.EVENTS,
        default=Way.DIGEST,
        may_be_silent=True,
    )
)
WISH = register(
    NotificationEvent(
        "theme_wish_answered",
        "座談会の希望テーマへの返事",
        _who_see_wish,
        says="希望したテーマに返事があったとき",
        area=Area.EVENTS,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_place_confirmed(place: EventRegistration, *, now: datetime) -> None:
    """To who got a place, at once or from the waiting list."""
    _tell_one(CONFIRMED, place, now)


def send_place_waiting(place: EventRegistration, *, now: datetime) -> None:
    """To who registered when all places were taken."""
    _tell_one(WAITING, place, now)


def send_event_reminder(event: Event, instance: str, *, now: datetime) -> None:
    """To all with a place, once an `instance`."""
    comers = event.registrations.confirmed().of_who_may_come(now)
    _tell(REMINDER, event, _people(comers), f"event:{event.pk}:{instance}:{event.starts_at.isoformat()}", now)


def send_event_changed(event: Event, *, now: datetime) -> None:
    """Time or place are others now: to all with a place or waiting."""
    _tell(CHANGED, event, _people(event.registrations.standing()), f"event:{event.pk}:{event.revision}", now)


def send_event_cancelled(event: Event, *, now: datetime) -> None:
    """To all who had a place or waited."""
    _tell(CANCELLED, event, _people(event.registrations.standing()), f"event:{event.pk}", now)


def send_report_for_approval(event: Event, *, now: datetime) -> None:
    """To the speakers with an account, for each wording of the report."""
    speakers = User.objects.filter(pk__in=event.speakers.filter(user__isnull=False).values("user")).order_by("pk")
    _tell(APPROVAL, event, speakers, f"event:{event.pk}:{event.report_revision}", now, path=_report_path(event))


def send_report_published(event: Event, *, now: datetime) -> None:
    """To all who had a place; once, however often it is corrected."""
    people = _people(event.registrations.confirmed())
    _tell(PUBLISHED, event, people, f"event:{event.pk}", now, path=_report_path(event))


def send_wish_answered(wish: ThemeWish, *, now: datetime) -> None:
    """To who wished it and who supported it."""
    people = User.objects.filter(pk__in=[*wish.votes.values_list("user", flat=True), wish.author_id]).order_by("pk")
    notify(
        WISH.key,
        instance_key=f"wish:{wish.pk}:{wish.status}:{now.isoformat()}",
        recipients=people,
        target=wish,
        context={"title": wish.title},
        now=now,
    )


def _report_path(event: Event) -> str:
    return reverse("forums:event_report", args=[event.pk])


def _people(places: QuerySet[EventRegistration]) -> QuerySet[User]:
    return User.objects.filter(pk__in=places.values("user")).order_by("pk")


def _tell_one(event: NotificationEvent, place: EventRegistration, now: datetime) -> None:
    instance = f"place:{place.pk}:{place.queued_at.isoformat()}"
    _tell(event, place.event, User.objects.filter(pk=place.user_id), instance, now)


def _tell(
    kind: NotificationEvent, event: Event, people: QuerySet[User], instance: str, now: datetime, *, path: str = ""
) -> None:
    notify(
        kind.key,
        instance_key=instance,
        recipients=people,
        target=event,
        path=path or event.get_absolute_url(),
        context={"event": event},
        now=now,
    )
