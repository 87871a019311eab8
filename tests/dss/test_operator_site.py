"""What the operators' site does with input no person types."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return World.build().client("operator")


@pytest.mark.parametrize("query", ["status__exact=%00", "q=%00", "status__exact=a%00&p=1"])
def test_a_nul_in_a_filter_is_refused(client, query):
    response = client.get(f"{reverse('admin:accounts_outboxmail_changelist')}?{query}")
    assert response.status_code == 400
    assert "読み取れませんでした" in response.content.decode()


@pytest.mark.parametrize("key", ["_00", "%00", "9" * 400, "abc"])
def test_an_address_of_no_row_finds_nothing(client, key):
    response = client.get(f"{reverse('admin:accounts_municipality_changelist')}{key}/change/")
    assert response.status_code in {302, 400, 404}


@pytest.mark.parametrize("key", ["\x00", "abc", "９", ""])
def test_ticks_that_are_no_keys_are_refused(client, key):
    ticked = {"action": "revoke", "_selected_action": key, "reason": "確認"}
    assert client.post(reverse("admin:accounts_municipaldomain_changelist"), ticked).status_code == 400


def test_a_key_of_no_row_changes_nothing(client):
    ticked = {"action": "revoke", "_selected_action": "9" * 30, "reason": "確認"}
    assert client.post(reverse("admin:accounts_municipaldomain_changelist"), ticked).status_code in {200, 302}
