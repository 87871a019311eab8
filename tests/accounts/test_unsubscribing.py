"""One click under a mail turns its kind off (RFC 8058): for its reader alone, without a log-in, by POST alone."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.core import mail as django_mail
from django.core.signing import Signer
from django.test import Client

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import AuditEvent, NotificationPreference, OutboxMail
from accounts.notification_events import NotificationEvent, _events, addressee_only, register
from accounts.notifications import notify
from accounts.unsubscribing import named_by, unsubscribe_address
from tests.factories import OutboxMailFactory, UserFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
KIND = "report_resolved"
pytestmark = pytest.mark.django_db


def _path(user, kind=KIND) -> str:
    return urlsplit(unsubscribe_address(user, kind)).path


def _off(user) -> set[str]:
    return set(
        NotificationPreference.objects.filter(user=user, way__in=["site", "none"]).values_list("event", flat=True)
    )


def _sent(mail):
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert mail.status == MailStatus.SENT
    return django_mail.outbox[-1].message()


@pytest.fixture
def by_itself():
    """A client as strict as the product: it refuses what lacks a CSRF token, and it brings no cookie."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_kind_that_can_be_turned_off_carries_both_headers(settings):
    settings.SITE_URL = "https://dss.example"
    user = UserFactory()
    message = _sent(OutboxMailFactory(user=user, to=user.email, event=KIND))
    assert message["List-Unsubscribe"] == f"<https://dss.example{_path(user)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    read = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert read["List-Unsubscribe"].strip() == f"<{unsubscribe_address(user, KIND)}>", "it survives the wire whole"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "changes",
    [{"event": "membership_code"}, {"event": KIND, "is_sensitive": True}, {"event": KIND, "user": None}],
    ids=["account", "sensitive", "no account"],
)
def test_mails_that_always_come_carry_none(changes):
    message = _sent(OutboxMailFactory(**{"user": UserFactory(), **changes}))
    assert "List-Unsubscribe" not in message
    assert "List-Unsubscribe-Post" not in message


def test_the_footer_says_the_same_address(settings):
    settings.SITE_URL = "https://dss.example"
    user = UserFactory()
    _tell(user)
    body = OutboxMail.objects.get(user=user).body
    assert body.count(unsubscribe_address(user, KIND)) == 1
    assert "https://dss.example/me/preferences/" in body


def test_a_sensitive_notice_has_no_footer():
    user = UserFactory()
    _tell(user, sensitive=True)
    assert "unsubscribe" not in OutboxMail.objects.get(user=user).body


def _tell(user, **changes):
    report = type("Target", (), {"pk": 1})()
    notify(KIND, instance_key="1", recipients=[user], target=report, path="/me/", now=NOW, **changes)


def test_opening_the_page_changes_nothing(by_itself):
    user = UserFactory()
    response = by_itself.get(_path(user))
    page = response.content.decode()
    assert response.status_code == 200
    assert "「通報の結果」のメールを止めます" in page
    assert f'action="{_path(user)}"' in page
    assert "サイトの「お知らせ」には、これまでどおり表示されます" in page
    assert user.email not in page
    assert user.name not in page
    assert not NotificationPreference.objects.exists()
    assert by_itself.head(_path(user)).status_code == 200
    assert not NotificationPreference.objects.exists()


def test_a_kind_that_is_mail_alone_promises_no_list(by_itself):
    page = by_itself.get(_path(UserFactory(), "digest")).content.decode()
    assert "「広場のまとめ」のメールを止めます" in page
    assert "これまでどおり表示されます" not in page


def test_the_mail_program_turns_exactly_this_kind_off(by_itself):
    user, other = UserFactory(), UserFactory()
    response = by_itself.post(
        _path(user), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert "Set-Cookie" not in str(response.serialize_headers())
    assert "お知らせの設定" in response.content.decode()
    assert (_off(user), _off(other)) == ({KIND}, set())
    assert AuditEvent.objects.filter(verb="turn_off_mails", actor_key=user.key).count() == 1
    _tell(user)
    assert not OutboxMail.objects.filter(user=user).exists()


def test_once_more_changes_nothing_more(by_itself):
    user = UserFactory()
    for _ in range(2):
        assert by_itself.post(_path(user)).status_code == 200
    assert AuditEvent.objects.filter(verb="turn_off_mails").count() == 1


def test_it_turns_off_what_was_turned_on_again(by_itself):
    user = UserFactory()
    NotificationPreference.objects.create(user=user, event=KIND, way="digest")
    by_itself.post(_path(user))
    assert _off(user) == {KIND}


def test_somebody_elses_log_in_makes_no_difference(client):
    user, visitor = UserFactory(), UserFactory()
    client.force_login(visitor)
    assert client.post(_path(user)).status_code == 200
    assert (_off(user), _off(visitor)) == ({KIND}, set())


def _forged(user):
    good = _path(user).rstrip("/").rpartition("/")[2]
    key, event, signature = good.split(".")
    other = UserFactory()
    return {
        "of another": f"{other.key.hex}.{event}.{signature}",
        "another kind": f"{key}.topic_replied.{signature}",
        "cut": good[:-3],
        "foreign": Signer(sep=".", salt="elsewhere").sign(f"{key}.{event}"),
        "undeclared kind": urlsplit(unsubscribe_address(user, "no_such")).path.split("/")[-2],
        "too many parts": Signer(sep=".", salt="accounts.unsubscribe").sign(f"{key}.{event}.x"),
        "no key": Signer(sep=".", salt="accounts.unsubscribe").sign(f"x.{event}"),
        "nothing": ".",
        "NUL": "%00",
        "digits": "9" * 5000,
        "Japanese": "配信.停止.お願い",
    }


def test_forged_and_garbled_tokens_get_a_page_and_change_nothing(by_itself):
    user = UserFactory()
    for name, token in _forged(user).items():
        for response in (by_itself.get(f"/unsubscribe/{token}/"), by_itself.post(f"/unsubscribe/{token}/")):
            assert response.status_code == 404, name
            assert "このリンクからは配信を停止できません" in response.content.decode(), name
    assert not NotificationPreference.objects.exists()
    assert named_by("\ud800.x.y") is None


def test_the_address_dies_with_the_account(by_itself):
    gone, stopped = UserFactory(), UserFactory(is_active=False)
    address = _path(gone)
    gone.delete()
    assert by_itself.post(address).status_code == 404
    assert by_itself.post(_path(stopped)).status_code == 404


def test_it_holds_however_old_the_mail_is(by_itself):
    """No timestamp is in it."""
    user = UserFactory()
    assert unsubscribe_address(user, KIND) == unsubscribe_address(user, KIND)
    assert named_by(_path(user).split("/")[-2]) == (user, KIND)


def test_it_outlives_a_change_of_the_secret_key(by_itself, settings):
    user = UserFactory()
    address = _path(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, as long as the first one was before it was changed"
    assert by_itself.get(address).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert by_itself.get(address).status_code == 404


def test_no_line_break_gets_into_a_header():
    """Whatever a key were to hold, the header stays one line or the mail is not made."""
    register(NotificationEvent("test_bad\r\nBcc: x@evil.example", "試験", addressee_only))
    try:
        address = unsubscribe_address(UserFactory(), "test_bad\r\nBcc: x@evil.example")
    finally:
        del _events["test_bad\r\nBcc: x@evil.example"]
    assert address.isascii()
    assert not set("\r\n <>,") & set(address)
