"""Adding an address to an account: judged as at sign-up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import OutboxMail
from tests.factories import PASSWORD, EmailAddressFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.force_login(EmailAddressFactory().user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "address", ["taro@city.fu\u212aaya.saitama.jp", "taro@例え.jp", "victim%city.example@mail.example"], ids=ascii
)
def test_an_address_that_would_need_repair_is_refused(client, address):
    page = client.post(reverse("account_email"), {"action_add": "", "email": address})
    assert page.status_code == 200
    assert page.context["form"].errors["email"]
    assert not OutboxMail.objects.exists()


def test_a_plain_address_gets_a_code(client):
    answer = client.post(reverse("account_email"), {"action_add": "", "email": "Taro@mail.example"})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert OutboxMail.objects.get().to == "taro@mail.example"
