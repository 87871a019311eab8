"""Declining, response times, reminders."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notification, OutboxMail
from catalog.models import ServiceResponse, VendorResponse
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions.response_times import response_days
from procurement.enums import InquiryKind, InquiryStatus, MessageSide
from procurement.models import Inquiry, InquiryMessage
from tests.factories import (
    BrochureFactory,
    InquiryFactory,
    PublishedServiceFactory,
)
from tests.procurement.answering import NOW, answer, decline, reply, tokyo
from tests.races import all_at_once

# --- Declining -------------------------------------------------------------------------------------------------------


def test_a_vendor_declines_with_a_reason_and_staff_are_told(scene, ask):
    inquiry = ask()
    message = decline(inquiry, scene)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.declined_at is not None) == (InquiryStatus.DECLINED, True)
    assert (message.side, message.body) == (MessageSide.VENDOR, "対応地域の外です。")
    assert set(Notification.objects.filter(event="lead_declined").values_list("user", flat=True)) == {scene.asker.pk}
    mail = OutboxMail.objects.get(event="lead_declined")
    assert mail.to == scene.asker.email
    assert "対応地域の外" not in mail.body + mail.subject
    assert inquiry.response_days is None


def test_after_declining_staff_write_no_more_but_the_vendor_may_answer(scene, ask):
    inquiry = ask()
    decline(inquiry, scene)
    with pytest.raises(DomainError, match="辞退"):
        reply(inquiry, scene)
    answer(inquiry, scene)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.declined_at) == (InquiryStatus.ANSWERED, None)
    reply(inquiry, scene)


def test_a_declined_thread_stays_ended(scene, ask):
    inquiry = ask()
    decline(inquiry, scene)
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    with pytest.raises(DomainError, match="辞退した問い合わせは再開できません"):
        actions.reopen_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())


def test_nobody_declines_what_is_answered_or_somebody_elses(scene, ask):
    inquiry = ask()
    with pytest.raises(PolicyRefused):
        decline(inquiry, scene, actor=scene.rival)
    with pytest.raises(PolicyRefused):
        decline(inquiry, scene, actor=scene.asker)
    answer(inquiry, scene)
    with pytest.raises(DomainError, match="すでに回答済み"):
        decline(inquiry, scene)


def test_the_page_of_declining(client, scene, ask):
    inquiry = ask()
    client.force_login(scene.seller)
    address = reverse("procurement:lead_decline", args=[inquiry.pk])
    assert address in client.get(reverse("procurement:lead_detail", args=[inquiry.pk])).content.decode()
    assert client.post(address, {"reason": " ", "client_token": uuid4()}).status_code == 422
    sent = {"reason": "対応地域の外です。", "client_token": uuid4()}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    assert InquiryMessage.objects.filter(side=MessageSide.VENDOR).count() == 1
    client.force_login(scene.asker)
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert "対応を辞退しました" in page
    assert "対応地域の外です。" in page
    assert reverse("procurement:inquiry_reply", args=[inquiry.pk]) not in page


# --- Response times --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "answered", "days"),
    [
        (tokyo(11, 25, 9), tokyo(11, 25, 17), 0),
        (tokyo(11, 20, 18), tokyo(11, 24, 9), 1),
        (tokyo(11, 21), tokyo(11, 24), 0),
        (tokyo(11, 21), tokyo(11, 22), 0),
        (tokyo(12, 28), tokyo(1, 5, year=2027), 2),
    ],
)
def test_working_days_to_the_first_answer(asked, answered, days):
    assert response_days(asked, answered) == days


def test_only_the_first_answer_is_measured(scene, ask):
    inquiry = ask(now=tokyo(11, 25))
    answer(inquiry, scene, now=tokyo(11, 27))
    answer(inquiry, scene, now=tokyo(12, 10))
    inquiry.refresh_from_db()
    assert (inquiry.response_days, inquiry.first_answered_at) == (2, tokyo(11, 27))


def test_what_needed_no_answer_is_not_measured(scene, ask):
    BrochureFactory(service=scene.service)
    at_once = ask(kind=InquiryKind.BROCHURE)
    answer(at_once, scene)
    marked = ask()
    actions.mark_lead_answered(inquiry=marked, actor=scene.seller, now=NOW())
    answer(marked, scene)
    for inquiry in (at_once, marked):
        inquiry.refresh_from_db()
        assert inquiry.response_days is None
        assert inquiry.first_answered_at is not None
    assert not VendorResponse.objects.exists()


def test_the_median_appears_from_five_answers_on(client, scene, ask):
    other = PublishedServiceFactory(vendor=scene.vendor)
    for days in (0, 1, 1, 7):
        answer(ask(now=tokyo(11, 4)), scene, now=tokyo(11, 4) + timedelta(days=days))
    summary = ServiceResponse.objects.get(service=scene.service)
    assert (summary.answered, summary.median_days) == (4, None)
    page = client.get(scene.service.get_absolute_url()).content.decode()
    assert "回答までの日数" not in page
    answer(ask(service=other, now=tokyo(11, 4)), scene, now=tokyo(11, 6))
    assert VendorResponse.objects.get(vendor=scene.vendor).told == "1営業日"
    assert "中央値 1営業日" in client.get(reverse("catalog:vendor_detail", args=[scene.vendor.pk])).content.decode()
    assert "回答までの日数" not in client.get(scene.service.get_absolute_url()).content.decode()
    answer(ask(now=tokyo(11, 4)), scene, now=tokyo(11, 6))
    summary.refresh_from_db()
    assert (summary.answered, summary.median_days) == (5, Decimal("1.0"))
    assert "中央値 1営業日" in client.get(scene.service.get_absolute_url()).content.decode()


def test_the_median_in_words():
    assert VendorResponse(answered=6, median_days=Decimal("1.5")).told == "1.5営業日"
    assert VendorResponse(answered=6, median_days=Decimal("10.0")).told == "10営業日"
    assert VendorResponse(answered=6, median_days=Decimal("0.0")).told == "当日中"
    assert VendorResponse(answered=4).told == ""


def test_the_database_shows_no_median_of_few(scene):
    with pytest.raises(IntegrityError), transaction.atomic():
        VendorResponse.objects.create(vendor=scene.vendor, answered=4, median_days=1)


def test_the_figures_cost_no_query(client, scene, ask, django_assert_max_num_queries):
    client.get(scene.service.get_absolute_url())
    with django_assert_max_num_queries(5):
        client.get(scene.service.get_absolute_url())
    with django_assert_max_num_queries(5):
        client.get(reverse("catalog:vendor_detail", args=[scene.vendor.pk]))


@pytest.mark.django_db(transaction=True)
def test_answers_at_once_are_all_counted(scene):
    threads = [
        InquiryFactory(service=scene.service, municipality=scene.body, created_by=scene.asker) for _ in range(20)
    ]
    won, refused = all_at_once([(lambda each=each: answer(each, scene)) for each in threads])
    assert (len(won), refused) == (20, [])
    assert ServiceResponse.objects.get().answered == VendorResponse.objects.get().answered == 20


# --- Reminders -------------------------------------------------------------------------------------------------------


def reminded():
    return list(OutboxMail.objects.filter(event="inquiry_waiting", to__contains="@").values_list("subject", flat=True))


def test_reminders_come_after_three_and_seven_working_days(scene, ask):
    ask(now=tokyo(11, 20))  # a Friday before a holiday on Monday
    for day in (21, 23, 24, 25):
        assert actions.remind_of_unanswered_inquiries(now=tokyo(11, day, 8)) == 0
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 26, 8)) == 1
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 26, 9)) == 0
    assert actions.remind_of_unanswered_inquiries(now=tokyo(12, 1, 8)) == 0
    assert actions.remind_of_unanswered_inquiries(now=tokyo(12, 2, 8)) == 1
    assert actions.remind_of_unanswered_inquiries(now=tokyo(12, 28, 8)) == 0
    mails = reminded()
    assert len(mails) == 4  # two of the team, twice
    assert sum("3営業日" in each for each in mails) == 2
    assert Notification.objects.filter(event="inquiry_waiting", user=scene.seller).count() == 2


def test_after_a_long_silence_of_the_worker_one_reminder_is_enough(scene, ask):
    ask(now=tokyo(11, 2))
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 25)) == 1
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 26)) == 0
    assert all("7営業日" in each for each in reminded())


@pytest.mark.parametrize("end", ["answer", "decline", "close", "mark"])
def test_reminders_stop(scene, ask, end):
    inquiry = ask(now=tokyo(11, 2))
    {
        "answer": lambda: answer(inquiry, scene, now=tokyo(11, 2)),
        "decline": lambda: decline(inquiry, scene, now=tokyo(11, 2)),
        "close": lambda: actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=tokyo(11, 2)),
        "mark": lambda: actions.mark_lead_answered(inquiry=inquiry, actor=scene.seller, now=tokyo(11, 2)),
    }[end]()
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 25)) == 0


def test_a_new_turn_of_the_vendor_counts_anew(scene, ask):
    inquiry = ask(now=tokyo(11, 2))
    actions.remind_of_unanswered_inquiries(now=tokyo(11, 16))
    answer(inquiry, scene, now=tokyo(11, 16))
    reply(inquiry, scene, now=tokyo(11, 17))
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 18)) == 0
    assert actions.remind_of_unanswered_inquiries(now=tokyo(11, 20)) == 1


def test_a_reminder_whose_mark_was_lost_is_not_sent_again(scene, ask):
    inquiry = ask(now=tokyo(11, 2))
    actions.remind_of_unanswered_inquiries(now=tokyo(11, 16))
    sent = len(reminded())
    Inquiry.objects.filter(pk=inquiry.pk).update(reminders_sent=0)
    actions.remind_of_unanswered_inquiries(now=tokyo(11, 16))
    assert len(reminded()) == sent


@pytest.mark.django_db(transaction=True)
def test_many_workers_remind_once(scene, ask):
    ask(now=tokyo(11, 2))
    won, _ = all_at_once([lambda: actions.remind_of_unanswered_inquiries(now=tokyo(11, 25))] * 20)
    assert sum(won) == 1
    assert len(reminded()) == 2
