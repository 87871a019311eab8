"""Each refusal carries its reason."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Vendor
from procurement import policies
from procurement.enums import InquiryKind
from tests.factories import AdvisorFactory, BrochureFactory, OperatorFactory

STAFF = ("reply_inquiry", "close_inquiry", "reopen_inquiry", "reveal_inquiry")


def asked(name, user, obj):
    return getattr(policies, f"can_{name}")(user, obj)


@pytest.fixture
def inquiry(scene, ask):
    BrochureFactory(service=scene.service)
    return ask(kind=InquiryKind.BROCHURE)


@pytest.mark.parametrize("name", STAFF)
def test_the_body_alone(scene, inquiry, name):
    assert asked(name, scene.colleague, inquiry)
    for user in (scene.stranger, scene.seller, scene.member, OperatorFactory(), AdvisorFactory().user, AnonymousUser()):
        assert "送信した自治体の職員だけ" in asked(name, user, inquiry).reason


def test_the_addressed_vendor_alone(scene, inquiry):
    assert asked("answer_lead", scene.partner, inquiry)
    for user in (scene.asker, scene.rival, scene.member, OperatorFactory()):
        assert "宛先の事業者だけ" in asked("answer_lead", user, inquiry).reason


def test_a_suspended_vendor_is_not_written_to(scene, inquiry):
    Vendor.objects.filter(pk=scene.vendor.pk).update(is_suspended=True)
    inquiry.vendor.refresh_from_db()
    for name in ("reply_inquiry", "reopen_inquiry"):
        assert "停止されています" in asked(name, scene.asker, inquiry).reason
    assert asked("close_inquiry", scene.asker, inquiry)
    handover = inquiry.handovers.select_related("inquiry__vendor", "inquiry__service").get()
    assert "停止している" in asked("download_brochure", scene.asker, handover).reason
    scene.service.refresh_from_db()
    assert "担当者がいません" in asked("create_inquiry", scene.asker, scene.service).reason


def test_the_two_lists(scene):
    assert policies.can_open_inquiries(scene.asker)
    assert "自治体職員の方" in policies.can_open_inquiries(scene.seller).reason
    assert policies.can_open_leads(scene.seller)
    assert "事業者として登録" in policies.can_open_leads(scene.asker).reason
