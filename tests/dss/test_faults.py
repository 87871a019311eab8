"""Pages for what no view can answer."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "body", ["name=" + "b" * 3_000_000, "&".join(f"a{number}=1" for number in range(3_000))], ids=["long", "many"]
)
def test_too_much_to_read_is_said_so(client, body):
    sent = client.post(reverse("accounts:signup_staff"), body, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 413
    assert "大きすぎます" in sent.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "testserver@evil.example"])
def test_a_foreign_host_is_refused_in_japanese(client, host):
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "受け付けられませんでした" in answer.content.decode()
