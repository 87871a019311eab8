"""Who is told what, once, and that no mail says more than it should."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import MunicipalMembership, Notification, OutboxMail, VendorMembership
from accounts.notification_events import may_still_know
from procurement import actions
from procurement.emails import concerned_staff
from tests.procurement.quotes.conftest import days, submit

AMOUNT = 31_415_927


def told(event):
    return sorted(OutboxMail.objects.filter(event=event).values_list("to", flat=True))


def addresses(*users):
    return sorted(user.email for user in users)


@pytest.fixture
def life(market, opened):
    """Everything that can happen to a request, once; X asks and quotes, Y declines and comes back."""
    request = opened()
    mine, other = (request.invitations.get(vendor=vendor) for vendor in (market.vendor_x, market.vendor_y))
    now = {"now": market.now}
    question = actions.ask_quote_question(
        invitation=mine, body="保存期間の決まりは。", client_token=uuid4(), actor=market.x, **now
    )
    actions.answer_quote_question(question=question, answer="3か月です。", actor=market.colleague, **now)
    actions.extend_quote_request(
        request=request,
        deadline_at=days(market, 20),
        seen_deadline_at=request.deadline_at,
        reason="延長",
        actor=market.asker,
        **now,
    )
    actions.decline_quote_invitation(invitation=other, reason="多忙", actor=market.y, **now)
    actions.resume_quote_invitation(invitation=other, actor=market.y, **now)
    submit(market, mine, amount=AMOUNT)
    actions.withdraw_quote(quote=mine.quote, actor=market.x, **now)
    actions.close_quote_request(request=request, actor=market.asker, **now)
    actions.cancel_quote_request(request=request, reason="予算の都合", actor=market.asker, **now)
    return request


def test_everybody_concerned_is_told_once(market, life):
    vendors, asker = addresses(market.x, market.x2, market.y), addresses(market.asker)
    assert told("quote_invited") == vendors
    assert told("quote_question_asked") == asker
    assert told("quote_question_answered") == vendors
    assert told("quote_deadline_changed") == vendors
    assert told("quote_request_closed") == vendors
    assert told("quote_request_cancelled") == vendors
    concerned = addresses(market.asker, market.colleague)  # the colleague answered a question
    for event in ("quote_submitted", "quote_withdrawn", "quote_declined", "quote_resumed"):
        assert told(event) == concerned
    assert Notification.objects.count() == OutboxMail.objects.count()


def test_no_text_holds_an_amount_a_question_or_another_vendor(market, life):
    texts = [(row.user, row.subject + row.body) for row in OutboxMail.objects.select_related("user")]
    texts += [(row.user, row.title) for row in Notification.objects.select_related("user")]
    assert len(texts) > 40
    words = {market.x: ("乙ソフト", "乙の議事録"), market.y: ("甲システム", "甲の議事録"), market.x2: ("乙ソフト",)}
    for user, text in texts:
        others = words.get(user, ("甲システム", "乙ソフト"))
        for secret in ("31,415,927", str(AMOUNT), "保存期間", "3か月です", "予算の都合", *others):
            assert secret not in text.replace(f"{user.name} 様", "")


def test_links_lead_each_side_to_its_own_page(market, life):
    for row in OutboxMail.objects.select_related("user"):
        is_staff = row.user in (market.asker, market.colleague)
        assert ("/desk/quotes/" in row.body) != is_staff
        assert ((life.get_absolute_url() in row.body) and "/desk/" not in row.body) == is_staff


def test_mails_about_questions_lead_to_the_questions(market, life):
    mine = life.invitations.get(vendor=market.vendor_x)
    answered = OutboxMail.objects.get(event="quote_question_answered", user=market.x)
    assert reverse("procurement:quote_invitation_questions", args=[mine.pk]) in answered.body
    asked = OutboxMail.objects.get(event="quote_question_asked")
    assert f"{life.get_absolute_url()}#question-{mine.questions.get().pk}" in asked.body


def test_who_declined_is_left_in_peace(market, opened):
    request = opened()
    other = request.invitations.get(vendor=market.vendor_y)
    actions.decline_quote_invitation(invitation=other, reason="多忙", actor=market.y, now=market.now)
    actions.close_quote_request(request=request, actor=market.asker, now=market.now)
    assert told("quote_request_closed") == addresses(market.x, market.x2)


def test_lost_access_stops_the_mail(market, life):
    invitation = life.invitations.get(vendor=market.vendor_x)
    assert may_still_know("quote_invited", market.x, str(invitation.pk))
    assert not may_still_know("quote_invited", market.y, str(invitation.pk))
    assert may_still_know("quote_submitted", market.asker, str(life.pk))
    assert not may_still_know("quote_submitted", market.x, str(life.pk))
    VendorMembership.objects.filter(user=market.x).update(ended_at=market.now)
    MunicipalMembership.objects.filter(user=market.asker).update(expires_on="2020-05-31")
    assert not may_still_know("quote_invited", market.x, str(invitation.pk))
    assert not may_still_know("quote_submitted", market.asker, str(life.pk))


def test_successors_are_told_when_everybody_concerned_was_transferred(market, opened):
    request = opened()
    MunicipalMembership.objects.filter(user=market.asker).update(expires_on="2020-05-31")
    submit(market, request.invitations.get(vendor=market.vendor_x))
    assert list(concerned_staff(request, market.now)) == [market.colleague]
    assert told("quote_submitted") == addresses(market.colleague)


def test_the_deadline_is_announced_once_and_only_to_those_who_have_not_answered(market, opened):
    request = opened()
    submit(market, request.invitations.get(vendor=market.vendor_x))
    near = request.deadline_at - timedelta(days=2)
    assert actions.remind_of_quote_deadlines(now=request.deadline_at - timedelta(days=5)) == 0
    assert [actions.remind_of_quote_deadlines(now=near) for _ in range(2)] == [1, 1]
    assert told("quote_deadline_soon") == addresses(market.y)
    actions.extend_quote_request(
        request=request,
        deadline_at=days(market, 20),
        seen_deadline_at=request.deadline_at,
        reason="延長",
        actor=market.asker,
        now=near,
    )
    actions.remind_of_quote_deadlines(now=days(market, 19))
    assert told("quote_deadline_soon") == addresses(market.y, market.y)
    assert actions.remind_of_quote_deadlines(now=days(market, 21)) == 0


def test_a_worker_that_dies_among_the_invitations_sends_none_twice(market, opened):
    opened()
    mails = list(OutboxMail.objects.filter(event="quote_invited").order_by("pk"))
    outbox.deliver(mail_id=mails[0].pk, now=market.now)
    # The worker took the second and was killed before it could say what became of it.
    OutboxMail.objects.filter(pk=mails[1].pk).update(status=MailStatus.SENDING, claimed_at=market.now, attempts=1)
    later = market.now + timedelta(hours=1)
    outbox.mark_lost_mails(now=later)
    for mail in mails * 2:
        outbox.deliver(mail_id=mail.pk, now=later)
    assert sorted(sent.to[0] for sent in django_mail.outbox) == addresses_of(mails[0], mails[2])
    assert OutboxMail.objects.get(pk=mails[1].pk).status == MailStatus.UNKNOWN


def addresses_of(*mails):
    return sorted(mail.to for mail in mails)


def test_the_invitation_says_where_to_answer(market, opened):
    invitation = opened().invitations.get(vendor=market.vendor_x)
    mail = OutboxMail.objects.get(event="quote_invited", to=market.x.email)
    assert reverse("procurement:quote_invitation_detail", args=[invitation.pk]) in mail.body
    assert f"{invitation.request.deadline_at.year}年" in mail.body
