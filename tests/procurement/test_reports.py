"""Reporting a message: either side can, and then the operators see that one message."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Report
from procurement.models import InquiryMessage
from tests.factories import InquiryMessageFactory, OperatorFactory


@pytest.fixture
def message(scene, ask):
    return ask(body="通報される本文").messages.get()


def get(client, user, address):
    client.force_login(user)
    return client.get(address)


def test_both_sides_open_the_message_and_nobody_else(client, scene, message):
    address = message.get_absolute_url()
    for user, thread in (
        (scene.colleague, message.inquiry.get_absolute_url()),
        (scene.seller, reverse("procurement:lead_detail", args=[message.inquiry_id])),
    ):
        page = get(client, user, address).content.decode()
        assert "通報される本文" in page
        assert thread in page
    for user in (scene.stranger, scene.rival, scene.member, OperatorFactory()):
        assert get(client, user, address).status_code == 404


def test_the_vendor_reports_and_the_operator_sees_that_message_alone(client, scene, message):
    lead = reverse("procurement:lead_detail", args=[message.inquiry_id])
    form = reverse("accounts:report_new", args=["message", message.pk])
    assert form in get(client, scene.seller, lead).content.decode()
    assert client.post(form, {"reason": "脅しの文があります。"}).status_code == 302
    assert Report.objects.get().target == message
    other = InquiryMessageFactory(inquiry=message.inquiry, body="通報されない本文")
    operator = OperatorFactory()
    page = get(client, operator, message.get_absolute_url()).content.decode()
    assert "通報される本文" in page
    assert [name for name in (scene.asker.name, scene.body.name, lead) if name in page] == []
    assert get(client, operator, other.get_absolute_url()).status_code == 404
    assert get(client, operator, lead).status_code == 404
    assert get(client, operator, message.inquiry.get_absolute_url()).status_code == 404


def test_strangers_cannot_report_what_they_do_not_see(client, scene, message):
    form = reverse("accounts:report_new", args=["message", message.pk])
    for user in (scene.stranger, scene.rival, scene.member):
        client.force_login(user)
        assert client.post(form, {"reason": "x"}).status_code == 404
    assert not Report.objects.exists()
    assert InquiryMessage.objects.count() == 1
