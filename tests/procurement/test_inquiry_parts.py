"""What goes along with an inquiry: files, wishes for a demo, the project it belongs to."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notification, OutboxMail
from documents.files import check_upload
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import DemoFormat, Disclosure, InquiryKind, MessageSide, ProjectStepKind
from procurement.models import Inquiry, InquiryAttachment
from tests.factories import (
    MembershipFactory,
    ProjectFactory,
)
from tests.procurement.answering import NOW, answer, decline, reply, tokyo

TEXT = "国内の二か所です。".encode()


def upload(name="回答.txt"):
    return SimpleUploadedFile(name, TEXT)


# --- Files -----------------------------------------------------------------------------------------------------------


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


# --- What the vendor is never told before the body says so -----------------------------------------------------------


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
