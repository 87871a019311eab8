"""Telling people once, by both ways, and only while they may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.notifications import change_notification_preferences, turn_off_mails
from accounts.enums import Way
from accounts.models import AuditEvent, Notification, NotificationPreference, OutboxMail
from accounts.notification_events import (
    Channel,
    NotificationEvent,
    _events,
    addressee_only,
    check_templates,
    register,
)
from accounts.notification_lists import readable, settings_of, unread_count
from accounts.notifications import notify, render_mail
from tests.factories import NotificationFactory, UserFactory, VendorFactory
from tests.races import all_at_once

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
    assert mail.subject == "A&B & 架空"
    assert mail.body.startswith("A&B 様 <https://dss.example/vendors/1/>\n")
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


def test_an_audience_is_asked_once_whatever_kinds_have_it():
    asked = []

    def audience(user, keys):
        asked.append(sorted(keys))
        return [key for key in keys if key != "hidden"]

    kinds = ("test_asked", "test_answered")
    for kind in kinds:
        register(NotificationEvent(key=kind, label="試験", audience=audience))
    try:
        user = UserFactory()
        keys = ["0", "1", "hidden"]
        rows = [NotificationFactory(user=user, event=kind, target_key=key) for kind in kinds for key in keys]
        assert [entry.is_readable for entry in readable(user, rows)] == [True, True, False] * 2
    finally:
        for kind in kinds:
            del _events[kind]
    assert asked == [keys]


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


# --- The list and the preferences -------------------------------------------------------------------------------------


def test_the_unread_part_of_the_list(client):
    user = UserFactory()
    NotificationFactory.create_batch(25, user=user, title="読んだ知らせ", read_at=NOW)
    NotificationFactory(user=user, title="まだの知らせ", created_at=datetime(2020, 1, 1, tzinfo=UTC))
    client.force_login(user)
    assert "まだの知らせ" not in client.get("/me/notifications/").content.decode()
    older = client.get("/me/notifications/").context["page"].older
    assert "まだの知らせ" in client.get("/me/notifications/", {"older": older}).content.decode()
    unread = client.get("/me/notifications/?unread=1").content.decode()
    assert "まだの知らせ" in unread
    assert "読んだ知らせ" not in unread
    assert "すべて既読にする" in client.get("/me/notifications/").content.decode()
    client.post("/me/notifications/read/")
    assert "未読のお知らせはありません" in client.get("/me/notifications/?unread=1").content.decode()


def test_a_kind_is_told_in_the_way_that_was_chosen(event, client):
    user, other = UserFactory(), UserFactory()
    _events["test_told"] = replace(_events["test_told"], may_be_silent=True)
    client.force_login(user)
    for number, way in enumerate(("now", "site", "digest", "none", "now")):
        client.post("/me/preferences/", {"way_test_told": way})
        page = client.get("/me/preferences/")
        assert page.context["form"]["way_test_told"].initial == way
        _tell(user, other, instance=str(number))
    mails = OutboxMail.objects.filter(event="test_told")
    assert sorted(mails.filter(to=user.email).values_list("instance_key", flat=True)) == ["0", "4"]
    told = Notification.objects.filter(user=user).values_list("instance_key", flat=True)
    assert sorted(told) == ["0", "1", "2", "4"]
    assert (mails.filter(to=other.email).count(), Notification.objects.filter(user=other).count()) == (5, 5)
    assert not NotificationPreference.objects.exists(), "what is usual is not kept"
    assert AuditEvent.objects.filter(verb="change_notification_preferences", actor_key=user.key).count() == 5


@pytest.mark.parametrize("way", ["none", "loud", "\0", "now" * 100])
def test_only_the_ways_of_the_kind_can_be_chosen(client, way):
    user = UserFactory()
    client.force_login(user)
    page = client.post("/me/preferences/", {"way_report_resolved": way})
    assert page.status_code == 422
    assert "way_report_resolved" in page.context["form"].errors
    assert not NotificationPreference.objects.exists()


def test_kinds_of_other_roles_and_fixed_ones_cannot_be_chosen(client):
    client.force_login(UserFactory())
    client.post("/me/preferences/", {"way_report_received": "site", "way_request_decided": "site"})
    assert not NotificationPreference.objects.exists()


def test_a_form_made_before_another_change_is_not_stored_over_it(client):
    user = UserFactory()
    client.force_login(user)
    mark = client.get("/me/preferences/").context["form"]["mark"].value()
    turn_off_mails(event="report_resolved", actor=user, now=NOW)
    page = client.post("/me/preferences/", {"mark": mark, "way_report_resolved": "now", "digest": "daily"})
    assert page.status_code == 409
    assert "「通報の結果」の現在の設定は「画面だけ」です" in page.content.decode()
    assert NotificationPreference.objects.get(user=user).way == "site"
    again = {"mark": page.context["form"]["mark"].value(), "way_report_resolved": "now"}
    assert client.post("/me/preferences/", again).status_code == 302
    assert not NotificationPreference.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_whole_forms_at_once_one_is_stored_whole():
    user = UserFactory()
    kinds = ["report_resolved", "saved_search_found", "event_changed"]
    mark = settings_of(user).mark
    done, refused = all_at_once(
        [
            lambda way=way: change_notification_preferences(
                actor=user, ways=dict.fromkeys(kinds, way), digest=None, seen=mark, now=NOW
            )
            for way in (Way.SITE, Way.DIGEST) * 4
        ]
    )
    assert (len(done), len(refused)) == (1, 7)
    assert len(set(NotificationPreference.objects.values_list("way", flat=True))) == 1
    assert NotificationPreference.objects.count() == 3


def test_every_mail_says_how_to_stop_its_kind(event):
    _tell(UserFactory(), instance="1")
    assert "/me/preferences/" in OutboxMail.objects.get().body


@pytest.mark.parametrize("kinds", [1, 3])
def test_preferences_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, kinds):
    user = UserFactory()
    for event in ("report_resolved", "event_changed", "saved_search_found")[:kinds]:
        NotificationPreference.objects.create(user=user, event=event, way="site")
    client.force_login(user)
    with django_assert_num_queries(5):
        client.get("/me/preferences/")


def test_a_session_brings_its_person_with_what_waits_for_them(client):
    user = NotificationFactory().user
    NotificationFactory(user=user, read_at=timezone.now())
    NotificationFactory()
    client.force_login(user)
    assert client.get("/me/").wsgi_request.user.unread == 1
    user.is_active = False
    user.save()
    assert client.get("/me/").status_code == 302
