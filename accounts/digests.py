"""まとめメール: who gets one, how often, and for whom one is due. What stands in it, the rooms above decide."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.enums import DigestChoice, Way
from accounts.models import DigestSetting, MunicipalMembership, Notification, NotificationPreference, User
from accounts.notification_events import gathered_kinds
from dss.working_days import is_working_day

DIGEST = "digest"
"""The kind of event the mail is: whoever turns that off chose 「受け取らない」."""
SUMMARY = "mails_summed"
"""The kind of the mail that gathers what went beyond a person's cap."""
_MONDAY = 0
FIRST = timedelta(days=7)
LONGEST = timedelta(days=14)
"""Whoever got none for long is told of no more than this."""


def digest_choice(user: User) -> DigestChoice:
    """What the person chose; without a word from them, weekly."""
    off = NotificationPreference.objects.filter(user=user, event=DIGEST, way=Way.NONE)
    return rhythm_of(user, is_off=off.exists())


def rhythm_of(user: User, *, is_off: bool) -> DigestChoice:
    """The same for who knows already whether the person turned it off."""
    said = DigestSetting.objects.filter(user=user).values_list("rhythm", flat=True).first()
    if is_off:
        return DigestChoice.NONE
    return DigestChoice(said) if said else DigestChoice.WEEKLY


def told_until(user: User, now: datetime) -> datetime:
    """Up to when the person's last issue told; the next begins there."""
    last = DigestSetting.objects.filter(user=user).values_list("covered_until", flat=True).first()
    return max(last or now - FIRST, now - LONGEST)


def rhythms_on(day: date) -> frozenset[DigestChoice]:
    """Which mails go out on this day: the weekly ones on Mondays, the daily ones on working days."""
    weekly = {DigestChoice.WEEKLY} if day.weekday() == _MONDAY else set()
    return frozenset(weekly | ({DigestChoice.DAILY} if is_working_day(day) else set()))


def due_on(day: date, now: datetime) -> QuerySet[User]:
    """Who gets a mail on this day and has not got it: live municipal staff, who chose 「まとめて」 for a kind, and who
    was told of something that usually comes so.

    A weekly one that did not go out on Monday, because nothing ran, is due on every other day of its week.
    """
    own = DigestSetting.objects.filter(user=OuterRef("pk"))
    chosen = NotificationPreference.objects.filter(user=OuterRef("pk"), way=Way.DIGEST)
    turned_off = NotificationPreference.objects.filter(user=OuterRef("pk"), event=DIGEST, way=Way.NONE)
    staff = MunicipalMembership.objects.live(now).filter(user=OuterRef("pk"))
    wanted = _weekly_due(day)
    if DigestChoice.DAILY in rhythms_on(day):
        wanted |= Q(Exists(own.filter(rhythm=DigestChoice.DAILY)))
    readers = Q(Exists(staff)) | Q(Exists(chosen)) | Q(Exists(_told_of_usually_gathered(now)))
    return User.objects.filter(wanted, readers, ~Exists(turned_off), ~Exists(own.filter(issued_on__gte=day)))


def _told_of_usually_gathered(now: datetime) -> QuerySet[Notification]:
    """What the person has not read of the kinds that come gathered without a word from them."""
    said = NotificationPreference.objects.filter(user=OuterRef("user"), event=OuterRef("event"))
    told = Notification.objects.filter(user=OuterRef("pk"), read_at__isnull=True, created_at__gt=now - LONGEST)
    return told.filter(~Exists(said), event__in=gathered_kinds({}))


def _weekly_due(day: date) -> Q:
    """Whose weekly mail of this week has not gone out; who came after its Monday waits for the next."""
    own = DigestSetting.objects.filter(user=OuterRef("pk"))
    monday = day - timedelta(days=day.weekday())
    weekly = ~Q(Exists(own.filter(rhythm=DigestChoice.DAILY))) & ~Q(Exists(own.filter(issued_on__gte=monday)))
    if day.weekday() == _MONDAY:
        return weekly
    begun = timezone.make_aware(datetime.combine(monday, time.min))
    return weekly & Q(joined_at__lt=begun)
