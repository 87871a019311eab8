"""Telling people once, by both ways, and only while they may know."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext

from accounts.models import Notification, OutboxMail
from accounts.notification_events import (
    Channel,
    NotificationEvent,
    _events,
    addressee_only,
    check_templates,
    register,
)
from accounts.notification_lists import readable, unread_count
from accounts.notifications import notify, render_mail
from tests.factories import NotificationFactory, UserFactory, VendorFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def event(settings, tmp_path):
    """An event `test_told` whose audience is this set of people, with templates of its own."""
    folder = tmp_path / "emails" / "test_told"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("{{ word }} & {{ target.name }}\n", encoding="utf-8")
    (folder / "body.txt").write_text("{{ recipient.name }} 様 <{{ url }}>\n\n", encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    engines.__dict__.pop("templates", None)
    people: set[int] = set()
    register(
        NotificationEvent(
            key="test_told", label="試験の知らせ", audience=lambda user, keys: keys if user.pk in people else []
        )
    )
    yield people
    del _events["test_told"]


def _tell(*people, instance="1", target=None):
    notify(
        "test_told",
        instance_key=instance,
        recipients=people,
        target=target or VendorFactory(name="架空"),
        path="/vendors/1/",
        context={"word": "A&B"},
        now=NOW,
    )


def test_one_call_makes_the_notification_and_the_mail(event, settings):
    settings.SITE_URL = "https://dss.example"
    first, second = UserFactory(name="A&B"), UserFactory()
    _tell(first, second)
    mail = OutboxMail.objects.get(user=first)
    assert (mail.subject, mail.body) == ("A&B & 架空", "A&B 様 <https://dss.example/vendors/1/>\n")
    told = Notification.objects.get(user=second)
    assert (told.title, told.path, told.read_at) == ("A&B & 架空", "/vendors/1/", None)


def test_told_again_nothing_is_sent_again(event):
    user, vendor = UserFactory(), VendorFactory()
    for _ in range(2):
        _tell(user, target=vendor)
    _tell(user, target=vendor, instance="2")
    assert (Notification.objects.count(), OutboxMail.objects.count()) == (2, 2)


def test_a_deactivated_person_is_not_told(event):
    _tell(UserFactory(is_active=False))
    assert not OutboxMail.objects.exists()


def test_an_event_can_stay_on_the_site(event):
    _events["test_told"] = NotificationEvent(
        key="test_told", label="試験", audience=addressee_only, channels=frozenset({Channel.SITE})
    )
    _tell(UserFactory())
    assert (Notification.objects.count(), OutboxMail.objects.count()) == (1, 0)


def test_an_undeclared_event_is_a_mistake():
    with pytest.raises(KeyError):
        notify("no_such", instance_key="1", recipients=[], target=VendorFactory(), path="/", now=NOW)


def test_a_key_is_declared_once(event):
    with pytest.raises(ValueError, match="twice"):
        register(NotificationEvent(key="test_told", label="別", audience=addressee_only))


def test_the_start_up_check_finds_missing_templates(event):
    assert check_templates(None) == []
    register(NotificationEvent(key="test_bare", label="空", audience=addressee_only))
    try:
        assert [error.msg.split()[0] for error in check_templates(None)] == [
            "templates/emails/test_bare/subject.txt",
            "templates/emails/test_bare/body.txt",
        ]
    finally:
        del _events["test_bare"]


def test_a_subject_is_one_line(event):
    subject, _ = render_mail("test_told", {"word": "一\n二", "target": None})
    assert "\n" not in subject


def test_the_list_hides_what_the_person_lost_sight_of(event, client):
    user = UserFactory()
    NotificationFactory(user=user, event="test_told", title="秘密の件名")
    client.force_login(user)
    page = client.get("/me/notifications/").content.decode()
    assert "秘密の件名" not in page
    assert "現在の資格では内容をご覧いただけません" in page
    event.add(user.pk)
    assert "秘密の件名" in client.get("/me/notifications/").content.decode()


def test_the_audience_is_asked_once_per_kind():
    asked = []

    def audience(user, keys):
        asked.append(sorted(keys))
        return keys

    register(NotificationEvent(key="test_asked", label="試験", audience=audience))
    try:
        user = UserFactory()
        rows = [NotificationFactory(user=user, event="test_asked", target_key=str(n)) for n in range(3)]
        assert all(entry.is_readable for entry in readable(user, rows))
    finally:
        del _events["test_asked"]
    assert asked == [["0", "1", "2"]]


def test_nobody_sees_another_persons(client):
    other = NotificationFactory(title="他人の件名")
    client.force_login(UserFactory())
    assert "他人の件名" not in client.get("/me/notifications/").content.decode()
    assert client.get(f"/me/notifications/{other.pk}/").status_code == 404
    other.refresh_from_db()
    assert other.read_at is None


def test_opening_marks_as_read_and_leads_on(client):
    mine = NotificationFactory(path="/terms/")
    client.force_login(mine.user)
    response = client.get(f"/me/notifications/{mine.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/terms/")
    mine.refresh_from_db()
    first_read_at = mine.read_at
    client.get(f"/me/notifications/{mine.pk}/")
    mine.refresh_from_db()
    assert mine.read_at == first_read_at is not None


def test_opening_what_one_lost_sight_of_is_404(event, client):
    mine = NotificationFactory(event="test_told")
    client.force_login(mine.user)
    assert client.get(f"/me/notifications/{mine.pk}/").status_code == 404


def test_all_are_marked_as_read_by_post_only(client):
    user, other = UserFactory(), NotificationFactory()
    NotificationFactory.create_batch(3, user=user)
    client.force_login(user)
    assert client.get("/me/notifications/read/").status_code == 405
    assert unread_count(user) == 3
    assert "3件を既読にしました" in client.post("/me/notifications/read/", follow=True).content.decode()
    assert (unread_count(user), unread_count(other.user)) == (0, 1)


def test_the_header_says_how_many_wait(client):
    user = UserFactory()
    NotificationFactory.create_batch(2, user=user)
    client.force_login(user)
    assert "お知らせ（2）" in client.get("/terms/").content.decode()


@pytest.mark.parametrize("page", ["-1", "0", "9" * 400, "x", "\0"])
def test_a_bad_page_number_is_repaired(client, page):
    client.force_login(UserFactory())
    assert client.get("/me/notifications/", {"page": page}).status_code == 200


def test_the_number_of_queries_does_not_grow(client):
    user = UserFactory()
    client.force_login(user)
    counts = []
    for _ in (1, 3):
        NotificationFactory.create_batch(_ - Notification.objects.filter(user=user).count(), user=user)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/me/notifications/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
