"""Twenty at once, and the clock that goes on while people wait for a lock."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from dss.access import DomainError
from procurement import actions
from procurement.enums import QuoteRequestStatus
from procurement.models import QuoteDeadlineChange, QuoteInvitation, QuoteRequest, QuoteVersion
from tests.factories import PublishedServiceFactory, QuoteRequestFactory, VendorMembershipFactory
from tests.procurement.quotes.conftest import days, facts_for, submit
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def crowd(market):
    """An open request to twenty vendors, and somebody in each vendor's team, in the order of the invitations."""
    services = [PublishedServiceFactory() for _ in range(MANY)]
    people = [VendorMembershipFactory(vendor=service.vendor).user for service in services]
    request = QuoteRequestFactory(
        project=market.project, with_services=services, opened=True, created_at=market.now - timedelta(days=1)
    )
    return request, list(zip(request.invitations.order_by("pk"), people, strict=True))


def submitting(invitation, person, now, token=None, revision=0):
    mine = QuoteInvitation.objects.select_related("request").get(pk=invitation.pk)
    arguments = {"facts": facts_for(mine), "revision": revision, "client_token": token or uuid4(), "actor": person}
    return lambda: actions.submit_quote(invitation=mine, now=now, **arguments)


def times(call, number=MANY):
    return [call] * number


def test_at_the_deadline_the_clock_decides(crowd):
    request, invited = crowd
    moments = [request.deadline_at + timedelta(seconds=place - MANY / 2) for place in range(MANY)]
    calls = [submitting(*pair, moment) for pair, moment in zip(invited, moments, strict=True)]
    won, refused = all_at_once(calls)
    assert len(won) + len(refused) == MANY
    assert 0 < len(won) <= MANY / 2
    assert {refusal.message for refusal in refused} == {"この見積依頼はすでに締め切られています。"}
    assert QuoteVersion.objects.count() == len(won)
    assert not QuoteVersion.objects.filter(submitted_at__gte=request.deadline_at).exists()


def test_the_clock_goes_on_while_one_waits_for_the_lock(crowd, second_connection):
    """Ten came half a second before the deadline and waited a second behind a colleague: too late. Ten had time."""
    request, invited = crowd
    second_connection.execute("SELECT 1 FROM procurement_quoterequest WHERE id = %s FOR UPDATE", [request.pk])
    threading.Timer(1.0, second_connection.rollback).start()
    early, late = request.deadline_at - timedelta(hours=1), request.deadline_at - timedelta(seconds=0.5)
    calls = [submitting(*pair, late if place < MANY / 2 else early) for place, pair in enumerate(invited)]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (MANY // 2, MANY // 2)
    quoted = {version.quote.invitation_id for version in QuoteVersion.objects.select_related("quote")}
    assert quoted == {invitation.pk for invitation, _ in invited[MANY // 2 :]}


def test_a_quote_behind_an_early_close_is_refused(crowd, second_connection):
    request, invited = crowd
    second_connection.execute(
        "UPDATE procurement_quoterequest SET status = 'closed', closed_at = now() WHERE id = %s", [request.pk]
    )
    threading.Timer(1.0, second_connection.commit).start()
    won, refused = all_at_once([submitting(*pair, timezone.now()) for pair in invited])
    assert (won, len(refused)) == ([], MANY)
    assert not QuoteVersion.objects.exists()


def test_closing_against_submitting(market, crowd):
    request, invited = crowd
    closing = [
        lambda: actions.close_quote_request(request=request, actor=market.asker, now=timezone.now())
        for _ in range(MANY // 2)
    ]
    quoting = [submitting(*pair, timezone.now()) for pair in invited[: MANY // 2]]
    won, refused = all_at_once([call for pair in zip(quoting, closing, strict=True) for call in pair])
    versions = [result for result in won if isinstance(result, QuoteVersion)]
    assert len(won) - len(versions) == 1
    assert len(won) + len(refused) == MANY
    closed_at = QuoteRequest.objects.get(pk=request.pk).closed_at
    assert QuoteVersion.objects.count() == len(versions)
    assert AuditEvent.objects.filter(verb="close_quote_request").count() == 1
    assert closed_at is not None


def test_one_opens_and_each_vendor_is_told_once(market, draft):
    request = draft()

    def opening():
        return actions.open_quote_request(
            request=request, revision=request.revision, actor=market.asker, now=timezone.now()
        )

    won, refused = all_at_once(times(opening))
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert OutboxMail.objects.filter(event="quote_invited").count() == 3
    assert QuoteRequest.objects.get().status == QuoteRequestStatus.OPEN


def test_one_form_sent_many_times_is_one_version_and_one_mail(market, opened):
    invitation, token = opened().invitations.get(vendor=market.vendor_x), uuid4()
    won, refused = all_at_once([submitting(invitation, market.x, timezone.now(), token) for _ in range(MANY)])
    assert (len({version.pk for version in won}), refused) == (1, [])
    assert QuoteVersion.objects.count() == 1
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 1


def test_colleagues_who_replace_at_once_do_not_overwrite_each_other(market, quoted):
    quote = quoted()
    calls = [submitting(quote.invitation, market.x2, timezone.now(), revision=1) for _ in range(MANY)]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("先にこの見積を保存" in refusal.message for refusal in refused)
    assert QuoteVersion.objects.count() == 2


def test_one_first_working_copy(market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    facts = facts_for(invitation)
    saving = {"invitation": invitation, "facts": facts, "revision": 0, "actor": market.x}
    won, refused = all_at_once(times(lambda: actions.save_quote(now=timezone.now(), **saving)))
    assert (len(won), len(refused)) == (1, MANY - 1)


def steps(market, quote):
    """Each step that is taken once, with the words of the refusal."""
    request, invitation = quote.invitation.request, quote.invitation
    question = actions.ask_quote_question(
        invitation=invitation, body="何件ですか。", client_token=uuid4(), actor=market.x, now=market.now
    )
    staff, vendor = {"actor": market.asker}, {"actor": market.x}
    other = {"invitation": request.invitations.get(vendor=market.vendor_y), "actor": market.y}
    later = {"deadline_at": days(market, 20), "seen_deadline_at": request.deadline_at, "reason": "延ばす"}
    return {
        "answer": (
            lambda now: actions.answer_quote_question(question=question, answer="20件", now=now, **staff),
            "すでに",
        ),
        "extend": (lambda now: actions.extend_quote_request(request=request, now=now, **later, **staff), "すでに変更"),
        "withdraw": (lambda now: actions.withdraw_quote(quote=quote, now=now, **vendor), "すでに取り下げ"),
        "decline": (lambda now: actions.decline_quote_invitation(reason="多忙", now=now, **other), "すでに辞退"),
        "cancel": (
            lambda now: actions.cancel_quote_request(request=request, reason="予算", now=now, **staff),
            "すでに",
        ),
        "close": (lambda now: actions.close_quote_request(request=request, now=now, **staff), "すでに締め切"),
    }


@pytest.mark.parametrize("name", ["answer", "extend", "withdraw", "decline", "cancel", "close"])
def test_each_step_is_taken_once(market, quoted, name):
    act, words = steps(market, quoted())[name]
    won, refused = all_at_once(times(lambda: act(timezone.now())))
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all(words in refusal.message for refusal in refused)
    assert QuoteDeadlineChange.objects.count() == (name == "extend")


def test_twenty_forms_ask_one_question(market, opened):
    invitation, token = opened().invitations.get(vendor=market.vendor_x), uuid4()
    asking = {"invitation": invitation, "body": "何件ですか。", "client_token": token, "actor": market.x}
    won, refused = all_at_once(times(lambda: actions.ask_quote_question(now=timezone.now(), **asking)))
    assert (len({question.pk for question in won}), refused) == (1, [])
    assert OutboxMail.objects.filter(event="quote_question_asked").count() == 1


def test_deciding_against_submitting_never_deadlocks(market, crowd):
    """Both lock the project first."""
    request, invited = crowd
    deciding = [
        lambda: actions.decide_quote_request(request=request, actor=market.asker, now=timezone.now())
        for _ in range(MANY // 2)
    ]
    quoting = [submitting(*pair, timezone.now()) for pair in invited[: MANY // 2]]
    won, refused = all_at_once([*deciding, *quoting])
    assert (len(won), len(refused)) == (MANY // 2, MANY // 2)
    with pytest.raises(DomainError):
        submit(market, invited[0][0], actor=invited[0][1])
