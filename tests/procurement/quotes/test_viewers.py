"""A vendor's viewers read what the vendor was asked, and answer nothing in its name."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import VendorRole
from dss.access import PolicyRefused
from procurement import actions
from procurement.enums import QuoteInvitationStatus
from procurement.models import Inquiry, InquiryMessage, Quote, QuoteQuestion, QuoteVersion
from tests.factories import VendorMembershipFactory
from tests.factories.procurement import InquiryFactory, InquiryMessageFactory

pytestmark = pytest.mark.django_db

LEAD_STEPS = ("lead_answer", "lead_mark_answered", "lead_decline", "lead_hand_over", "lead_assign")
QUOTE_STEPS = (
    "quote_invitation_questions",
    "quote_edit",
    "quote_confirm",
    "quote_invitation_decline",
    "quote_invitation_resume",
    "quote_invitation_assign",
)
ANSWER = {"body": "代わりに回答します。", "reason": "対応できません。"}


@pytest.fixture
def viewer(market):
    return VendorMembershipFactory(vendor=market.vendor_x, role=VendorRole.VIEWER).user


@pytest.fixture
def lead(market):
    inquiry = InquiryFactory(service=market.services[0], municipality=market.body, created_by=market.asker)
    InquiryMessageFactory(inquiry=inquiry, body="データはどこに保存されますか。")
    return inquiry


def refused(client, steps, pk):
    """The addresses of steps that were tried with everything their forms ask for."""
    for name in steps:
        address = reverse(f"procurement:{name}", args=[pk])
        response = client.post(address, ANSWER | {"client_token": str(uuid4())})
        assert response.status_code == 403, name
        assert "閲覧者は" in response.content.decode(), name
        yield address


def test_a_viewer_reads_leads_and_answers_none(client, viewer, lead):
    client.force_login(viewer)
    assert lead.subject in client.get(reverse("procurement:lead_list")).content.decode()
    page = client.get(reverse("procurement:lead_detail", args=[lead.pk])).content.decode()
    assert "データはどこに保存されますか。" in page
    before = Inquiry.objects.values().get(pk=lead.pk)
    for address in refused(client, LEAD_STEPS, lead.pk):
        assert f'action="{address}"' not in page
    assert Inquiry.objects.values().get(pk=lead.pk) == before
    assert InquiryMessage.objects.count() == 1
    assert client.get(reverse("procurement:lead_decline", args=[lead.pk])).status_code == 403


def test_a_viewer_reads_requests_and_quotes_for_none(client, viewer, market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    client.force_login(viewer)
    assert invitation.request.title in client.get(reverse("procurement:desk_inbox")).content.decode()
    page = client.get(reverse("procurement:quote_invitation_detail", args=[invitation.pk])).content.decode()
    assert "会議は月20回です。" in page
    for address in refused(client, QUOTE_STEPS, invitation.pk):
        assert f'href="{address}"' not in page or address.endswith("/questions/")  # everybody reads those
        assert f'action="{address}"' not in page
    invitation.refresh_from_db()
    assert invitation.status == QuoteInvitationStatus.INVITED
    assert not Quote.objects.exists()
    assert not QuoteQuestion.objects.exists()


def test_a_viewer_sees_the_own_quote_and_leaves_it(client, viewer, quoted):
    invitation = quoted().invitation
    client.force_login(viewer)
    page = client.get(reverse("procurement:quote_invitation_detail", args=[invitation.pk]))
    assert page.status_code == 200
    versions = list(QuoteVersion.objects.order_by("pk").values())
    list(refused(client, (*QUOTE_STEPS, "quote_withdraw"), invitation.pk))
    assert list(QuoteVersion.objects.order_by("pk").values()) == versions


def test_the_action_asks_again(viewer, lead, opened, market):
    with pytest.raises(PolicyRefused):
        actions.decline_lead(
            inquiry=lead, reason="対応できません。", client_token=uuid4(), actor=viewer, now=market.now
        )
    with pytest.raises(PolicyRefused):
        actions.decline_quote_invitation(
            invitation=opened().invitations.get(vendor=market.vendor_x),
            reason="対応できません。",
            actor=viewer,
            now=market.now,
        )


def test_a_viewer_writes_no_text_blocks(client, viewer):
    client.force_login(viewer)
    assert client.get(reverse("procurement:answer_template_list")).status_code == 200
    response = client.post(
        reverse("procurement:answer_template_create"), {"title": "初回", "body": "ありがとうございます。"}
    )
    assert response.status_code == 403
