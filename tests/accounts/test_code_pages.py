"""The two pages where a code from a mail is typed: a wrong one, a late one, and one asked for too often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.enums import SuspensionCause
from accounts.models import OutboxMail, SuspendedAddress
from tests.accounts.helpers import last_code
from tests.factories import EmailAddressFactory

pytestmark = pytest.mark.django_db
PAGES = [
    ("accounts:membership_code_send", "email", "accounts:membership_code", "accounts:membership"),
    ("accounts:mail_code_send", "address", "accounts:mail_code", "accounts:mail_suspension"),
]


@pytest.fixture
def address(client):
    """A confirmed address that mails are kept from, and its person at the screen."""
    row = EmailAddressFactory(email="hana@town.example", verified=True)
    facts = {"cause": SuspensionCause.HARD, "suspended_at": timezone.now()}
    SuspendedAddress.objects.create(user=row.user, address=row.email, **facts)
    client.force_login(row.user)
    cache.clear()
    return row


@pytest.mark.parametrize(("send", "field", "page", "start"), PAGES)
def test_a_wrong_code_is_said_beside_the_field_and_five_end_it(client, address, send, field, page, start):
    assert client.post(reverse(send), {field: address.email}).url == reverse(page)
    code = last_code(address.email)
    for _ in range(5):
        assert "コードが違います" in client.post(reverse(page), {"code": "BBBB-BBBB"}).content.decode()
    assert client.post(reverse(page), {"code": code}).url == reverse(start)
    assert SuspendedAddress.objects.get().lifted_at is None


@pytest.mark.parametrize(("send", "field", "page", "start"), PAGES)
def test_a_late_code_leads_back_to_where_one_is_sent(client, address, monkeypatch, send, field, page, start):
    client.post(reverse(send), {field: address.email})
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    response = client.post(reverse(page), {"code": last_code(address.email)}, follow=True)
    assert response.redirect_chain == [(reverse(start), 302)]
    assert "有効期限が切れました" in response.content.decode()


@pytest.mark.parametrize(("send", "field", "page", "start"), PAGES)
def test_a_second_code_within_seconds_is_refused(client, address, send, field, page, start):
    client.post(reverse(send), {field: address.email})
    assert client.post(reverse(send), {field: address.email}).status_code == 429
    assert OutboxMail.objects.filter(to=address.email).count() == 1
