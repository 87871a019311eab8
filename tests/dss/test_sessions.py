"""Session cookies that nobody was given."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "value", ['"aaaaaaaaaa\\000b"', "\x00" * 12, "a" * 5_000, '"\\377\\376aaaaaaaaaaaa"', "A" * 32, ""], ids=range(6)
)
def test_a_made_up_cookie_is_nobodys(value):
    client = Client(headers={"cookie": f"dss_session={value}"})
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("accounts:me")).status_code == 302


def test_a_real_one_is_somebodys(client):
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:me")).status_code == 200
