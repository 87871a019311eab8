"""まとめメール: who gets one, how often, and for whom one is due. What stands in it, the rooms above decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import DigestChoice
from accounts.models import DigestSetting, MunicipalMembership, NotificationPreference, User
from dss.working_days import is_working_day

DIGEST = "digest"
"""The kind of event the mail is: whoever turns that off chose 「受け取らない」."""
_MONDAY = 0
FIRST = timedelta(days=7)
LONGEST = timedelta(days=14)
"""Whoever got none for long is told of no more than this."""


def digest_choice(user: User) -> DigestChoice:
    """What the person chose; without a word from them, weekly."""
    if NotificationPreference.objects.filter(user=user, event=DIGEST, by_mail=False).exists():
        return DigestChoice.NONE
    said = DigestSetting.objects.filter(user=user).values_list("rhythm", flat=True).first()
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
    """Live municipal staff who get a mail on this day and have not got it."""
    rhythms = rhythms_on(day)
    own = DigestSetting.objects.filter(user=OuterRef("pk"))
    wanted = Q(Exists(own.filter(rhythm__in=rhythms)))
    if DigestChoice.WEEKLY in rhythms:
        wanted |= ~Q(Exists(own))
    turned_off = NotificationPreference.objects.filter(user=OuterRef("pk"), event=DIGEST, by_mail=False)
    staff = MunicipalMembership.objects.live(now).filter(user=OuterRef("pk"))
    return User.objects.filter(wanted, Exists(staff), ~Exists(turned_off), ~Exists(own.filter(issued_on__gte=day)))
