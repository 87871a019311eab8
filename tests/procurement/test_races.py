"""Twenty at once: one wins, the others read why; a form sent twenty times makes one row and one mail."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from procurement import actions
from procurement.enums import Disclosure, InquiryKind, InquiryStatus, MessageSide
from procurement.models import BrochureHandover, Inquiry, InquiryMessage
from tests.factories import BrochureFactory, MembershipFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def tries(act, **arguments):
    """`act` twenty times, each with its own copy of the thread as it was before."""

    def one():
        mine = Inquiry.objects.get(pk=arguments["inquiry"].pk)
        return lambda: act(**(arguments | {"inquiry": mine, "now": timezone.now()}))

    return [one() for _ in range(MANY)]


@pytest.mark.parametrize(
    ("act", "verb"),
    [
        (actions.close_inquiry, "close_inquiry"),
        (actions.mark_lead_answered, "mark_lead_answered"),
        (actions.reveal_inquiry, "reveal_inquiry"),
    ],
)
def test_one_step_is_taken_once(scene, ask, act, verb):
    inquiry = ask()
    actor = scene.seller if act is actions.mark_lead_answered else scene.asker
    extra = {"disclosure": Disclosure.BODY} if act is actions.reveal_inquiry else {}
    won, refused = all_at_once(tries(act, inquiry=inquiry, actor=actor, **extra))
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("すでに" in refusal.message for refusal in refused)
    assert AuditEvent.objects.filter(verb=verb).count() == 1


def test_reopening_once(scene, ask):
    inquiry = ask()
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=timezone.now())
    won, refused = all_at_once(tries(actions.reopen_inquiry, inquiry=inquiry, actor=scene.asker))
    assert (len(won), len(refused)) == (1, MANY - 1)


def test_one_form_sent_many_times(scene, ask):
    inquiry = ask()
    same = {"inquiry": inquiry, "body": "国内です。", "client_token": uuid4(), "actor": scene.seller}
    won, refused = all_at_once(tries(actions.answer_lead, **same))
    assert (len(won), refused) == (MANY, [])
    assert len({message.pk for message in won}) == 1
    assert InquiryMessage.objects.filter(side=MessageSide.VENDOR).count() == 1
    assert OutboxMail.objects.filter(event="lead_answered").count() == 1


def test_many_answers_and_an_end(scene, ask):
    inquiry = ask()
    answers = [
        call
        for _ in range(MANY // 2)
        for call in tries(
            actions.answer_lead, inquiry=inquiry, body="国内です。", client_token=uuid4(), actor=scene.seller
        )[:1]
    ]
    closes = tries(actions.close_inquiry, inquiry=inquiry, actor=scene.asker)[: MANY // 2]
    won, refused = all_at_once([call for pair in zip(answers, closes, strict=True) for call in pair])
    written = [result for result in won if isinstance(result, InquiryMessage)]
    assert len(won) - len(written) == 1
    assert len(refused) == MANY - len(won)
    assert InquiryMessage.objects.filter(side=MessageSide.VENDOR).count() == len(written)
    inquiry.refresh_from_db()
    assert inquiry.status == InquiryStatus.CLOSED


def asking(scene, actor, **changes):
    arguments = {
        "service": scene.service,
        "kind": InquiryKind.QUESTION,
        "subject": "件名",
        "body": "本文",
        "disclosure": Disclosure.BAND,
        "client_token": uuid4(),
        "actor": actor,
        "now": timezone.now(),
    }
    return lambda: actions.create_inquiry(**(arguments | changes))


def test_many_colleagues_request_the_same_brochure(scene):
    BrochureFactory(service=scene.service)
    colleagues = [each.user for each in MembershipFactory.create_batch(MANY, municipality=scene.body)]
    won, refused = all_at_once([asking(scene, each, kind=InquiryKind.BROCHURE) for each in colleagues])
    assert (len({inquiry.pk for inquiry in won}), refused) == (1, [])
    assert BrochureHandover.objects.count() == 1
    assert OutboxMail.objects.filter(event="inquiry_received").count() == 2


def test_one_inquiry_sent_many_times(scene):
    token = uuid4()
    won, refused = all_at_once([asking(scene, scene.asker, client_token=token) for _ in range(MANY)])
    assert (len({inquiry.pk for inquiry in won}), refused) == (1, [])
    assert InquiryMessage.objects.count() == 1


def test_the_limit_holds_in_a_rush(scene, settings):
    settings.INQUIRIES_A_DAY_OF_PERSON = 4
    asking(scene, scene.asker)()
    won, refused = all_at_once([asking(scene, scene.asker) for _ in range(MANY)])
    assert (len(won), len(refused)) == (3, MANY - 3)
    assert Inquiry.objects.count() == 4
