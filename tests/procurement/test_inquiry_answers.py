"""Declining, response times, reminders, files, wishes for a demo, the project an inquiry belongs to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, OutboxMail
from catalog.models import ServiceResponse, VendorResponse
from documents.files import check_upload
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions.response_times import response_days
from procurement.enums import DemoFormat, Disclosure, InquiryKind, InquiryStatus, MessageSide, ProjectStepKind
from procurement.models import Inquiry, InquiryAttachment, InquiryMessage
from tests.factories import (
    BrochureFactory,
    InquiryFactory,
    MembershipFactory,
    ProjectFactory,
    PublishedServiceFactory,
)
from tests.races import all_at_once

NOW = timezone.now


def tokyo(month, day, hour=10, year=2026):
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


TEXT = "国内の二か所です。".encode()


def upload(name="回答.txt"):
    return SimpleUploadedFile(name, TEXT)


def answer(inquiry, scene, **changes):
    arguments = {"inquiry": inquiry, "body": "国内です。", "client_token": uuid4(), "actor": scene.seller, "now": NOW()}
    return actions.answer_lead(**(arguments | changes))


def decline(inquiry, scene, **changes):
    arguments = {
        "inquiry": inquiry,
        "reason": "対応地域の外です。",
        "client_token": uuid4(),
        "actor": scene.seller,
        "now": NOW(),
    }
    return actions.decline_lead(**(arguments | changes))


def reply(inquiry, scene, **changes):
    arguments = {
        "inquiry": inquiry,
        "body": "続きです。",
        "client_token": uuid4(),
        "shown_as": Disclosure(inquiry.disclosure),
        "actor": scene.asker,
        "now": NOW(),
    }
    return actions.reply_inquiry(**(arguments | changes))


# --- Declining ------------------------------------------------------------------------------------------------------


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


# --- Response times -------------------------------------------------------------------------------------------------


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


# --- Reminders ------------------------------------------------------------------------------------------------------


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


# --- Files ----------------------------------------------------------------------------------------------------------


def test_both_sides_attach_files_and_fetch_them(client, scene, ask):
    inquiry = ask(disclosure=Disclosure.BODY)
    reply(inquiry, scene, file=check_upload(upload("条件.txt")))
    answer(inquiry, scene, file=check_upload(upload("回答.txt")))
    files = list(InquiryAttachment.objects.order_by("number"))
    assert [(each.number, each.original_name) for each in files] == [(1, "条件.txt"), (2, "回答.txt")]
    for person, expected in ((scene.asker, 200), (scene.seller, 200), (scene.rival, 404), (scene.stranger, 404)):
        client.force_login(person)
        for each in files:
            response = client.get(each.get_absolute_url())
            assert response.status_code == expected
            if expected == 200:
                assert response["Content-Disposition"].startswith("attachment")
                assert b"".join(response.streaming_content) == TEXT


def test_no_file_of_an_unnamed_body(client, scene, ask):
    inquiry = ask()
    with pytest.raises(DomainError, match="添付できません"):
        reply(inquiry, scene, file=check_upload(upload()))
    answer(inquiry, scene, file=check_upload(upload()))
    client.force_login(scene.asker)
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert 'type="file"' not in page
    assert "回答.txt" in page
    sent = {
        "body": "続きです。",
        "client_token": uuid4(),
        "shown_as": Disclosure.BAND,
        "file": upload("かなりや市.txt"),
    }
    client.post(reverse("procurement:inquiry_reply", args=[inquiry.pk]), sent)
    assert InquiryAttachment.objects.count() == 1


def creating(client, scene, kind, **data):
    client.force_login(scene.asker)
    address = f"{reverse('procurement:inquiry_create')}?service={scene.service.pk}&kind={kind}"
    if "project" in data:
        address += f"&project={data.pop('project')}"
    sent = {"subject": "件名", "body": "本文です。", "disclosure": Disclosure.BAND, "client_token": uuid4()} | data
    return client.post(address, sent)


def test_a_new_inquiry_takes_a_file_only_with_the_bodys_name(client, scene):
    refused = creating(client, scene, "question", file=upload())
    assert refused.status_code == 422
    assert "団体名を伝えない問い合わせには" in refused.content.decode()
    assert not Inquiry.objects.exists()
    assert creating(client, scene, "question", file=upload(), disclosure=Disclosure.BODY).status_code == 302
    assert InquiryAttachment.objects.get().message.side == MessageSide.STAFF


def test_a_file_name_tells_nobody_who_is_kept_back(client, scene, ask):
    named = creating(client, scene, "question", file=upload(f"{scene.asker.name}.txt"), disclosure=Disclosure.BODY)
    assert named.status_code == 422
    inquiry = ask(disclosure=Disclosure.BODY)
    sent = {"body": "続き", "client_token": uuid4(), "shown_as": Disclosure.BODY}
    address = reverse("procurement:inquiry_reply", args=[inquiry.pk])
    assert client.post(address, sent | {"file": upload(f"{scene.asker.name}.txt")}).status_code == 422
    assert client.post(address, sent | {"file": upload("macro.docm")}).status_code == 422
    assert not InquiryAttachment.objects.exists()


def test_a_form_with_a_file_sent_twice_makes_one(client, scene, ask):
    inquiry = ask()
    client.force_login(scene.seller)
    token, address = uuid4(), reverse("procurement:lead_answer", args=[inquiry.pk])
    for _ in range(2):
        client.post(address, {"body": "回答です。", "client_token": token, "file": upload()})
    assert InquiryAttachment.objects.count() == 1


# --- Wishes for a demo, repeated questions, the project --------------------------------------------------------------


def test_a_demo_request_says_when_and_how(client, scene):
    wishes = {"demo_format": DemoFormat.TRIAL, "wished_dates": "12月の午後"}
    assert creating(client, scene, "demo", **wishes).status_code == 302
    inquiry = Inquiry.objects.get()
    assert (inquiry.demo_format, inquiry.wished_dates) == (DemoFormat.TRIAL, "12月の午後")
    client.force_login(scene.seller)
    page = client.get(reverse("procurement:lead_detail", args=[inquiry.pk])).content.decode()
    assert "試用環境の貸出し" in page
    assert "12月の午後" in page


def test_wishes_tell_no_name_that_is_kept_back(client, scene):
    wishes = {"demo_format": DemoFormat.VISIT, "wished_dates": f"{scene.body.name}役所で"}
    assert creating(client, scene, "demo", **wishes).status_code == 422


def test_only_demos_have_wishes(client, scene):
    creating(client, scene, "question", demo_format=DemoFormat.VISIT, wished_dates="明日")
    inquiry = Inquiry.objects.get()
    assert (inquiry.demo_format, inquiry.wished_dates) == ("", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(wished_dates="明日")


def test_a_repeated_question_is_pointed_out(client, scene, ask):
    former = ask(actor=scene.colleague, subject="前の質問")
    ask(actor=scene.stranger, subject="よその質問")
    client.force_login(scene.asker)
    address = f"{reverse('procurement:inquiry_create')}?service={scene.service.pk}&kind=question"
    page = client.get(address).content.decode()
    assert former.get_absolute_url() in page
    assert "よその質問" not in page
    Inquiry.objects.filter(pk=former.pk).update(created_at=NOW() - timedelta(days=31))
    assert former.get_absolute_url() not in client.get(address).content.decode()


def test_everything_of_an_inquiry_stands_in_its_projects_history(client, scene):
    project = ProjectFactory(municipality=scene.body, created_by=scene.colleague, title="窓口の改善")
    creating(client, scene, "question", project=project.pk)
    inquiry = Inquiry.objects.get()
    assert inquiry.project == project
    answer(inquiry, scene)
    reply(inquiry, scene)
    decline(inquiry, scene)
    actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.BODY, actor=scene.asker, now=NOW())
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    kinds = list(project.steps.order_by("pk").values_list("kind", flat=True))
    assert kinds == [
        ProjectStepKind.INQUIRY_SENT,
        ProjectStepKind.INQUIRY_ANSWERED,
        ProjectStepKind.INQUIRY_REPLIED,
        ProjectStepKind.INQUIRY_DECLINED,
        ProjectStepKind.INQUIRY_REVEALED,
        ProjectStepKind.INQUIRY_CLOSED,
    ]
    assert project.steps.filter(kind=ProjectStepKind.INQUIRY_ANSWERED).get().actor is None
    page = client.get(inquiry.get_absolute_url()).content.decode()
    assert project.get_absolute_url() in page


def test_the_vendor_learns_of_no_project(client, scene):
    project = ProjectFactory(municipality=scene.body, created_by=scene.colleague, title="極秘の案件名")
    creating(client, scene, "question", project=project.pk)
    inquiry = Inquiry.objects.get()
    client.force_login(scene.seller)
    for name in ("lead_detail", "lead_decline"):
        assert "極秘の案件名" not in client.get(reverse(f"procurement:{name}", args=[inquiry.pk])).content.decode()
    told = "".join(f"{mail.subject}{mail.body}" for mail in OutboxMail.objects.all())
    assert "極秘の案件名" not in told


def test_another_bodys_project_is_not_found(client, scene):
    project = ProjectFactory(municipality=MembershipFactory().municipality)
    assert creating(client, scene, "question", project=project.pk).status_code == 404
    with pytest.raises(PolicyRefused):
        actions.create_inquiry(
            service=scene.service,
            kind=InquiryKind.QUESTION,
            subject="件名",
            body="本文",
            disclosure=Disclosure.BAND,
            client_token=uuid4(),
            actor=scene.asker,
            now=NOW(),
            project=project,
        )


def test_an_archived_project_takes_no_inquiry(client, scene):
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    actions.archive_project(project=project, actor=scene.asker, now=NOW())
    refused = creating(client, scene, "question", project=project.pk)
    assert refused.status_code == 422
    assert "保管されています" in refused.content.decode()


# --- What the vendor is never told before the body says so ----------------------------------------------------------


def test_no_mail_of_an_unnamed_thread_tells_the_sender(scene, ask):
    """Every mail the vendor's people get, over the whole life of a thread."""
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker, title="かなりや市の案件")
    inquiry = ask(now=tokyo(11, 2), project=project)
    actions.remind_of_unanswered_inquiries(now=tokyo(11, 10))
    actions.remind_of_unanswered_inquiries(now=tokyo(11, 16))
    answer(inquiry, scene, now=tokyo(11, 16))
    reply(inquiry, scene, actor=scene.colleague, now=tokyo(11, 17))
    decline(inquiry, scene, now=tokyo(11, 18))
    team = [scene.seller.email, scene.partner.email]
    mails = OutboxMail.objects.filter(to__in=team)
    assert {mail.event for mail in mails} == {"inquiry_received", "inquiry_waiting", "inquiry_replied"}
    notes = Notification.objects.filter(user__in=[scene.seller, scene.partner])
    told = "".join(f"{mail.subject}{mail.body}" for mail in mails) + "".join(f"{n.title}{n.path}" for n in notes)
    for secret in (scene.body.name, "かなりや", scene.asker.name, scene.asker.email, scene.colleague.name):
        assert secret not in told
