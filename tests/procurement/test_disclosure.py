"""What the vendor may not learn is planted first, then searched in everything a vendor can get hold of."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.body_class import body_class
from accounts.models import Notification, OutboxMail
from procurement import actions
from procurement.disclosure import entries_for_vendor, reply_card, told_names
from procurement.enums import Disclosure, InquiryKind
from tests.factories import BrochureFactory
from tests.procurement.conftest import BODY, DOMAIN, PERSON

NOW = timezone.now
SUBJECT, TEXT = "件名の秘密", "本文の秘密"


def lived_through(scene, ask, disclosure):
    """A brochure request with messages of asker, colleague and vendor, an end and a reopening."""
    BrochureFactory(service=scene.service)
    inquiry = ask(kind=InquiryKind.BROCHURE, disclosure=disclosure, subject=SUBJECT, body=TEXT)
    actions.answer_lead(inquiry=inquiry, body="回答", client_token=uuid4(), actor=scene.seller, now=NOW())
    actions.reply_inquiry(
        inquiry=inquiry, body="続き", client_token=uuid4(), shown_as=disclosure, actor=scene.colleague, now=NOW()
    )
    actions.download_brochure(handover=inquiry.handovers.get(), actor=scene.asker, now=NOW())
    actions.close_inquiry(inquiry=inquiry, actor=scene.colleague, now=NOW())
    actions.reopen_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    return inquiry


def told_to(client, user, inquiry):
    """Everything the person can get hold of: pages, their headers, refusals, notifications, mails."""
    client.force_login(user)
    lead = reverse("procurement:lead_detail", args=[inquiry.pk])
    gets = [
        lead,
        reverse("procurement:lead_list"),
        reverse("procurement:lead_list") + "?status=x",
        reverse("procurement:lead_list") + "?page=99",
        inquiry.get_absolute_url(),
        inquiry.handovers.get().get_absolute_url(),
        inquiry.version.get_absolute_url(),
        inquiry.service.get_absolute_url(),
        reverse("catalog:desk_overview"),
        reverse("catalog:desk_service_detail", args=[inquiry.service_id]),
        reverse("accounts:me"),
        "/",
    ]
    posts = [lead + "answer/", lead + "hand-over/", inquiry.get_absolute_url() + "close/"]
    responses = [client.get(each) for each in gets] + [client.post(each) for each in posts]
    texts = [response.content.decode() + str(response.headers) for response in responses]
    texts += [f"{each.title} {each.path} {each.instance_key}" for each in Notification.objects.filter(user=user)]
    texts += [f"{each.subject} {each.body}" for each in OutboxMail.objects.filter(to=user.email)]
    return "\n".join(texts)


def names_of(scene):
    """All the names of body and people, by which a vendor could know them."""
    body = [BODY, scene.body.full_name, scene.body.kana, scene.body.code, DOMAIN]
    people = [PERSON, scene.colleague.name, scene.asker.email, scene.colleague.email]
    keys = [str(scene.asker.key), str(scene.colleague.key)]
    return body, people + keys


def test_unrevealed_tells_neither_body_nor_person(client, scene, ask):
    inquiry = lived_through(scene, ask, Disclosure.BAND)
    body, people = names_of(scene)
    for user in (scene.seller, scene.partner):
        seen = told_to(client, user, inquiry)
        assert body_class(scene.body) in seen
        assert TEXT in seen
        assert [name for name in body + people if name in seen] == []


def test_body_alone_tells_no_person(client, scene, ask):
    inquiry = lived_through(scene, ask, Disclosure.BODY)
    seen = told_to(client, scene.seller, inquiry)
    assert scene.body.full_name in seen
    assert [name for name in [*names_of(scene)[1], DOMAIN] if name in seen] == []


def test_person_tells_the_name_and_no_address(client, scene, ask):
    inquiry = lived_through(scene, ask, Disclosure.PERSON)
    seen = told_to(client, scene.seller, inquiry)
    assert f"{scene.body.full_name} {PERSON}" in seen
    assert f"{scene.body.full_name} {scene.colleague.name}" in seen
    assert DOMAIN not in seen


@pytest.mark.parametrize("disclosure", list(Disclosure))
def test_the_reply_form_says_what_the_vendor_will_see(client, scene, ask, disclosure):
    """A colleague reads it above the form, and the vendor sees exactly that."""
    inquiry = ask(disclosure=disclosure)
    client.force_login(scene.colleague)
    path = reverse("procurement:inquiry_detail", args=[inquiry.pk])
    page = client.get(path).content.decode()
    assert ("あなたの氏名が事業者に表示されます" in page) == (disclosure == Disclosure.PERSON)
    shown = reply_card(inquiry, scene.colleague)
    assert f"「{shown}」からのメッセージとして表示されます" in page
    client.post(f"{path}reply/", {"body": "続き", "client_token": uuid4(), "shown_as": disclosure})
    assert entries_for_vendor(inquiry, inquiry.messages.in_order())[-1].label == str(shown)


def test_nobody_is_named_who_did_not_read_so(client, scene, ask):
    """A colleague discloses while another writes: nothing is sent until the writer has read it."""
    inquiry = ask(disclosure=Disclosure.BODY)
    actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.PERSON, actor=scene.asker, now=NOW())
    client.force_login(scene.colleague)
    path = reverse("procurement:inquiry_reply", args=[inquiry.pk])
    form = {"body": "書きかけの文", "client_token": uuid4(), "shown_as": Disclosure.BODY}
    refused = client.post(path, form)
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "同僚が事業者に伝える範囲を広げました" in text
    assert "書きかけの文" in text
    assert "あなたの氏名が事業者に表示されます" in text
    assert inquiry.messages.count() == 1
    again = {name: refused.context["form"][name].value() for name in form}
    assert client.post(path, again).status_code == 302
    assert inquiry.messages.count() == 2


def test_revealing_oneself_reveals_no_colleague(client, scene, ask):
    """The colleague wrote while names were kept back; they stay kept back, those of the revealing person do not."""
    inquiry = lived_through(scene, ask, Disclosure.BAND)
    actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.PERSON, actor=scene.asker, now=NOW())
    seen = told_to(client, scene.seller, inquiry)
    assert seen.count(f"{scene.body.full_name} {PERSON}") >= 2
    assert scene.colleague.name not in seen
    assert DOMAIN not in seen


def test_mails_and_notifications_carry_no_text_of_the_thread(scene, ask):
    inquiry = lived_through(scene, ask, Disclosure.PERSON)
    actions.answer_lead(inquiry=inquiry, body="秘密の回答", client_token=uuid4(), actor=scene.seller, now=NOW())
    said = "\n".join(
        [f"{each.title} {each.path}" for each in Notification.objects.all()]
        + [f"{each.subject} {each.body}" for each in OutboxMail.objects.all()]
    )
    assert scene.service.name in said
    assert [text for text in (SUBJECT, TEXT, "続き", "秘密の回答") if text in said] == []
    to_vendor = "\n".join(
        mail.subject + mail.body for mail in OutboxMail.objects.filter(to__in=[scene.seller.email, scene.partner.email])
    )
    assert [name for part in names_of(scene) for name in part if name in to_vendor] == []


def test_another_vendor_gets_no_word(client, scene, ask):
    inquiry = lived_through(scene, ask, Disclosure.PERSON)
    body, people = names_of(scene)
    seen = told_to(client, scene.rival, inquiry)
    assert [text for text in [*body, *people, SUBJECT, TEXT] if text in seen] == []


def test_the_class_of_the_body_is_frozen(client, scene, ask):
    """Later figures cannot narrow an old sender down."""
    inquiry = ask()
    before = inquiry.body_class
    scene.body.population_band = None
    scene.body.save()
    client.force_login(scene.seller)
    lead = client.get(reverse("procurement:lead_detail", args=[inquiry.pk])).content.decode()
    assert before in lead


@pytest.mark.parametrize("name", ["林", "佐倉"])
def test_short_names_do_not_block_words(scene, name):
    scene.asker.name = name
    assert told_names("佐倉の森林を守る", level=Disclosure.BODY, municipality=scene.body, person=scene.asker) == []
