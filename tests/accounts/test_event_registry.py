"""Everything people are told about: declared once, whole, and each of its mails can be written and sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail as django_mail
from django.template import Context
from django.template.loader import get_template

from accounts import outbox
from accounts.enums import Area, MailStatus, Way
from accounts.models import Notification
from accounts.notification_events import Channel, Role, addressee_only, all_events, events_for, gathered_kinds
from accounts.notifications import footer_of
from tests.factories import (
    MembershipFactory,
    NotificationFactory,
    OperatorFactory,
    OutboxMailFactory,
    UserFactory,
    VendorMembershipFactory,
)

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db
_NAMES = (
    "recipient",
    "target",
    "digest",
    "user",
    "email",
    "request",
    "membership",
    "invitation",
    "items",
    "code",
    "what",
    "title",
    "kind",
)
EVENTS = {event.key: event for event in all_events()}


class Anything(datetime):
    """Stands for whatever a template asks for: a moment, a number, a text, a list with one thing in it."""

    def __getitem__(self, name):
        return self

    def __iter__(self):
        return iter([self])

    def __len__(self):
        return 1

    def __int__(self):
        return 7

    def __str__(self):
        return "架空の値"


@pytest.mark.parametrize("key", EVENTS)
def test_it_is_declared_whole(key):
    event = EVENTS[key]
    assert event.label
    assert event.says
    assert event.area in Area
    assert event.channels
    assert event.usual in event.ways
    assert not (event.is_fixed and event.may_be_silent)
    assert not event.same_as or event.same_as in EVENTS


@pytest.mark.parametrize("key", EVENTS)
def test_its_texts_are_japanese_and_render(key):
    """With everything there could be; what a room puts into it, its own tests look at."""
    subject_name, body_name = EVENTS[key].templates
    anything = Anything(2026, 11, 23, 3, tzinfo=UTC)
    values = dict.fromkeys(_NAMES, anything)
    subject, body = (
        get_template(name).template.render(Context(values | {"url": "https://dss.example/me/"}, autoescape=False))
        for name in (subject_name, body_name)
    )
    for text in (subject, body):
        assert any("ぁ" <= sign <= "ヶ" or "一" <= sign <= "鿿" for sign in text), key
    assert len(" ".join(subject.split())) <= 200


@pytest.mark.parametrize("key", [key for key, event in EVENTS.items() if event.composer is None])
def test_its_mail_goes_out_as_text_and_html(key):
    """But for what is written when it goes out (tests/accounts/test_mail_caps.py)."""
    event = EVENTS[key]
    user = UserFactory()
    body = f"本文です。\n\nhttps://dss.example/me/notifications/\n\n{footer_of(user, event)}"
    mail = OutboxMailFactory(event=key, to=user.email, subject=event.label, body=body)
    outbox.deliver(mail_id=mail.pk, now=NOW)
    (sent,) = django_mail.outbox
    message = sent.message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    assert all(len(line) <= 998 for line in message.as_bytes().splitlines())


TARGETS = "2147483647"


@pytest.mark.parametrize("key", [key for key, event in EVENTS.items() if event.audience is not addressee_only])
def test_who_may_know_nothing_of_it_any_more_gets_neither_mail_nor_title(key):
    """A stranger to a target that is not there stands for everybody who lost it: the rooms' own tests lose it."""
    user = UserFactory()
    for person in (user, UserFactory(is_active=False)):
        mail = OutboxMailFactory(event=key, user=person, to=person.email, target_key=TARGETS)
        outbox.deliver(mail_id=mail.pk, now=NOW)
        mail.refresh_from_db()
        assert mail.status == MailStatus.WITHHELD, key
    assert not django_mail.outbox


@pytest.mark.parametrize("key", EVENTS)
def test_who_closed_their_account_gets_nothing(key):
    person = UserFactory(is_active=False)
    mail = OutboxMailFactory(event=key, user=person, to=person.email)
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.WITHHELD


def test_gathered_is_what_goes_on_without_the_reader():
    kinds = {
        "board_ended",
        "document_new_version",
        "document_origin_changed",
        "event_report_published",
        "wanted_expired",
    }
    assert {key for key, event in EVENTS.items() if event.usual == Way.DIGEST} == kinds == set(gathered_kinds({}))
    said = {"board_ended": "now", "report_resolved": "digest", "wanted_expired": "none"}
    assert set(gathered_kinds(said)) == kinds - {"board_ended", "wanted_expired"} | {"report_resolved"}


def test_the_settings_say_what_is_gathered_from_the_start_and_keep_another_choice(client):
    person = MembershipFactory().user
    client.force_login(person)
    field = client.get("/me/preferences/").context["form"]["way_board_ended"]
    assert field.initial == Way.DIGEST
    assert ("digest", "まとめてメール（画面にも）・標準") in field.field.choices
    client.post("/me/preferences/", {"way_board_ended": "now"})
    assert list(person.notification_preferences.values_list("event", "way")) == [("board_ended", "now")]
    client.post("/me/preferences/", {"way_board_ended": "digest"})
    assert not person.notification_preferences.exists()


def _listed(client, user):
    client.force_login(user)
    form = client.get("/me/preferences/").context["form"]
    return {event.key for event in form.kinds}


def test_the_settings_list_every_kind_that_can_reach_the_role(client):
    people = {
        Role.MEMBER: UserFactory(),
        Role.STAFF: MembershipFactory().user,
        Role.VENDOR: VendorMembershipFactory().user,
        Role.OPERATOR: OperatorFactory(),
    }
    for role, person in people.items():
        wanted = {event.key for event in events_for({Role.MEMBER, role}) if event.is_chosen}
        if role is not Role.OPERATOR:  # who must set up a second factor first
            assert _listed(client, person) == wanted
    staff = _listed(client, people[Role.STAFF])
    assert {"topic_replied", "quote_submitted", "lead_answered"} <= staff
    assert staff.isdisjoint({"inquiry_received", "report_received", "topic_replied_quietly", "digest"})
    assert "quote_deadline_soon" in _listed(client, people[Role.VENDOR])


def test_fixed_kinds_and_quiet_forms_leave_no_choice():
    for event in EVENTS.values():
        if event.is_fixed or event.same_as:
            assert event.ways == (event.usual,)
        elif Channel.SITE in event.channels:
            assert Way.SITE in event.ways
            assert Way.DIGEST in event.ways


def test_the_list_is_narrowed_and_folded_and_read_one_by_one(client):
    user = UserFactory()
    same = NotificationFactory.create_batch(3, user=user, title="同じ通報", created_at=NOW)
    NotificationFactory(user=user, event="event_changed", target_key="5", title="座談会が変わった", created_at=NOW)
    client.force_login(user)
    page = client.get("/me/notifications/?area=account")
    (day,) = page.context["days"]
    (entry,) = day.entries
    assert len(entry.earlier) == 2
    assert "座談会が変わった" not in page.content.decode()
    response = client.post(f"/me/notifications/{same[0].pk}/read/?area=account&unread=1")
    assert response["Location"] == "/me/notifications/?unread=1&area=account"
    assert Notification.objects.get(pk=same[0].pk).read_at
    client.post("/me/notifications/read/?area=account")
    assert [each.event for each in Notification.objects.filter(read_at=None)] == ["event_changed"]
    assert client.get("/me/notifications/?area=\0&older=x_y").status_code == 200


def test_the_count_in_the_header_ends_at_99(client):
    user = UserFactory()
    NotificationFactory.create_batch(99, user=user)
    client.force_login(user)
    assert "お知らせ（99）" in client.get("/terms/").content.decode()
    NotificationFactory.create_batch(3, user=user)
    assert "お知らせ（99+）" in client.get("/terms/").content.decode()
