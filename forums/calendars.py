"""A talk session as a file for calendars (RFC 5545). The way in is not part of it: calendars are shared."""

from __future__ import annotations

from urllib.parse import urlsplit

from icalendar import Calendar, vText
from icalendar import Event as Entry

from accounts.notifications import site_address
from forums.models import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar_of(event: Event) -> bytes:
    """One entry; a session that was called off carries STATUS:CANCELLED, so that calendars take it out."""
    address = site_address(event.get_absolute_url())
    entry = Entry()
    entry.add("uid", f"event-{event.pk}@{urlsplit(address).hostname}")
    entry.add("sequence", event.revision)
    entry.add("dtstamp", event.published_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", f"座談会「{event.title}」")
    entry.add("location", event.place)
    entry.add("description", f"参加用のアドレスは、当日に次のページで確認してください。\n{address}")
    entry.add("url", address)
    entry["status"] = vText("CANCELLED" if event.is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Digital Service Square//JA")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
