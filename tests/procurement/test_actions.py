"""Every step of a thread: what it changes, who is told, what it refuses."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail, VendorMembership
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions import threads
from procurement.enums import Disclosure, InquiryKind, InquiryStatus
from procurement.models import BrochureDownload, Inquiry, InquiryMessage
from tests.factories import BrochureFactory, MembershipFactory, PublishedServiceFactory

NOW = timezone.now


def answer(inquiry, scene, **changes):
    arguments = {"inquiry": inquiry, "body": "国内です。", "client_token": uuid4(), "actor": scene.seller, "now": NOW()}
    return actions.answer_lead(**(arguments | changes))


def reply(inquiry, scene, **changes):
    arguments = {
        "inquiry": inquiry,
        "body": "助かります。",
        "client_token": uuid4(),
        "shown_as": Disclosure(inquiry.disclosure),
        "actor": scene.asker,
        "now": NOW(),
    }
    return actions.reply_inquiry(**(arguments | changes))


def status(inquiry):
    inquiry.refresh_from_db()
    return inquiry.status


def told(event):
    """Who has a notification, who a mail, of this event."""
    return (
        set(Notification.objects.filter(event=event).values_list("user", flat=True)),
        set(OutboxMail.objects.filter(event=event).values_list("to", flat=True)),
    )


def test_inquiry_freezes_the_version_and_tells_the_team(scene, ask):
    inquiry = ask()
    assert (inquiry.version, inquiry.vendor, inquiry.municipality) == (scene.service.current, scene.vendor, scene.body)
    assert inquiry.status == InquiryStatus.OPEN
    assert inquiry.messages.get().author == scene.asker
    assert told("inquiry_received") == (
        {scene.seller.pk, scene.partner.pk},
        {scene.seller.email, scene.partner.email},
    )
    assert AuditEvent.objects.get(verb="create_inquiry").actor_key == scene.asker.key


def test_the_way_of_a_thread(scene, ask):
    inquiry = ask()
    answer(inquiry, scene)
    assert status(inquiry) == InquiryStatus.ANSWERED
    reply(inquiry, scene, actor=scene.colleague)
    assert status(inquiry) == InquiryStatus.WAITING
    answer(inquiry, scene, actor=scene.partner)
    assert status(inquiry) == InquiryStatus.ANSWERED
    actions.close_inquiry(inquiry=inquiry, actor=scene.colleague, now=NOW())
    assert status(inquiry) == InquiryStatus.CLOSED
    actions.reopen_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    assert status(inquiry) == InquiryStatus.WAITING
    assert inquiry.closed_at is None
    verbs = AuditEvent.objects.filter(object_type="procurement.inquiry").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "create_inquiry",
        "answer_lead",
        "reply_inquiry",
        "answer_lead",
        "close_inquiry",
        "reopen_inquiry",
    ]


def test_every_transition_has_its_action(scene, ask):
    """The edges seen in practice are those declared."""
    seen = set()

    def go(inquiry, act):
        before = status(inquiry)
        act(inquiry)
        if status(inquiry) != before:
            seen.add((before, inquiry.status))

    def close(inquiry):
        actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())

    def reopen(inquiry):
        actions.reopen_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())

    def decline(inquiry):
        actions.decline_lead(
            inquiry=inquiry, reason="対象外です。", client_token=uuid4(), actor=scene.seller, now=NOW()
        )

    for steps in (
        [close, reopen],
        [decline, close],
        [decline, lambda i: answer(i, scene), lambda i: reply(i, scene), decline],
        [lambda i: answer(i, scene), close, reopen, close],
        [lambda i: answer(i, scene), lambda i: reply(i, scene), lambda i: answer(i, scene)],
    ):
        inquiry = ask()
        for each in steps:
            go(inquiry, each)
    assert seen == {(frm, to) for frm, targets in Inquiry.TRANSITIONS.items() for to in targets}


def test_answer_tells_the_asker_and_the_colleagues_who_wrote(scene, ask):
    inquiry = ask()
    answer(inquiry, scene)
    assert told("lead_answered") == ({scene.asker.pk}, {scene.asker.email})
    reply(inquiry, scene, actor=scene.colleague)
    assert told("inquiry_replied") == ({scene.seller.pk, scene.partner.pk}, {scene.seller.email, scene.partner.email})
    answer(inquiry, scene)
    assert told("lead_answered")[0] == {scene.asker.pk, scene.colleague.pk}


def test_a_form_sent_twice_makes_one_row_and_one_mail(scene, ask):
    token = uuid4()
    first = ask(client_token=token)
    assert ask(client_token=token) == first
    assert OutboxMail.objects.filter(event="inquiry_received").count() == 2
    token = uuid4()
    assert reply(first, scene, client_token=token) == reply(first, scene, client_token=token)
    assert answer(first, scene, client_token=token) == answer(first, scene, client_token=token)
    assert InquiryMessage.objects.count() == 3
    assert OutboxMail.objects.filter(event="lead_answered").count() == 1


def test_a_form_sent_again_after_the_end_is_still_the_same_message(scene, ask):
    inquiry = ask()
    token = uuid4()
    message = reply(inquiry, scene, client_token=token)
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    assert reply(inquiry, scene, client_token=token) == message


def test_nobody_writes_in_a_closed_thread(scene, ask):
    inquiry = ask()
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    for act in (reply, answer):
        with pytest.raises(DomainError, match="終了しています"):
            act(inquiry, scene)
    with pytest.raises(DomainError, match="終了しています"):
        actions.mark_lead_answered(inquiry=inquiry, actor=scene.seller, now=NOW())
    with pytest.raises(DomainError, match="終了しています"):
        actions.hand_over_brochures(inquiry=inquiry, actor=scene.seller, now=NOW())
    with pytest.raises(DomainError, match="すでに「終了」"):
        actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=NOW())
    assert InquiryMessage.objects.count() == 1


def test_mark_answered_once(scene, ask):
    inquiry = ask()
    actions.mark_lead_answered(inquiry=inquiry, actor=scene.partner, now=NOW())
    assert status(inquiry) == InquiryStatus.ANSWERED
    with pytest.raises(DomainError, match="すでに回答済み"):
        actions.mark_lead_answered(inquiry=inquiry, actor=scene.partner, now=NOW())


def test_an_open_thread_is_not_reopened(scene, ask):
    with pytest.raises(DomainError, match="終了していません"):
        actions.reopen_inquiry(inquiry=ask(), actor=scene.asker, now=NOW())


def test_strangers_change_nothing(scene, ask):
    inquiry = ask()
    before = (inquiry.status, inquiry.disclosure)
    for actor in (scene.stranger, scene.member, scene.rival, scene.seller):
        for act in (actions.close_inquiry, actions.reopen_inquiry):
            with pytest.raises(PolicyRefused):
                act(inquiry=inquiry, actor=actor, now=NOW())
        with pytest.raises(PolicyRefused):
            reply(inquiry, scene, actor=actor)
        with pytest.raises(PolicyRefused):
            actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.BODY, actor=actor, now=NOW())
    for actor in (scene.stranger, scene.member, scene.rival, scene.asker):
        with pytest.raises(PolicyRefused):
            answer(inquiry, scene, actor=actor)
        for act in (actions.mark_lead_answered, actions.hand_over_brochures):
            with pytest.raises(PolicyRefused):
                act(inquiry=inquiry, actor=actor, now=NOW())
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.disclosure) == before
    assert InquiryMessage.objects.count() == 1


def test_who_may_ask(scene, ask):
    for actor in (scene.member, scene.seller, scene.rival):
        with pytest.raises(PolicyRefused, match="自治体職員"):
            ask(actor=actor)
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    with pytest.raises(PolicyRefused):
        ask()


def test_nobody_asks_where_nobody_answers(scene, ask):
    VendorMembership.objects.filter(vendor=scene.vendor).update(ended_at=NOW())
    with pytest.raises(PolicyRefused, match="担当者がいません"):
        ask()
    Service.objects.filter(pk=scene.service.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=NOW())
    with pytest.raises(PolicyRefused, match="掲載されていない"):
        ask()


# --- Brochures ------------------------------------------------------------------------------------------------------


def test_brochures_are_handed_over_at_once(scene, ask):
    offered = BrochureFactory(service=scene.service)
    BrochureFactory(service=scene.service, removed_at=NOW())
    BrochureFactory()
    inquiry = ask(kind=InquiryKind.BROCHURE, body="")
    assert [(each.number, each.brochure) for each in inquiry.handovers.all()] == [(1, offered)]
    assert not inquiry.messages.exists()


def test_questions_hand_nothing_over(scene, ask):
    BrochureFactory(service=scene.service)
    assert not ask().handovers.exists()


def test_a_second_brochure_request_leads_to_the_first(scene, ask):
    first = ask(kind=InquiryKind.BROCHURE)
    assert ask(kind=InquiryKind.BROCHURE, actor=scene.colleague) == first
    other = ask(kind=InquiryKind.BROCHURE, service=PublishedServiceFactory(vendor=scene.vendor))
    assert other != first
    actions.close_inquiry(inquiry=first, actor=scene.asker, now=NOW())
    again = ask(kind=InquiryKind.BROCHURE)
    assert again != first
    with pytest.raises(DomainError, match="ほかにある"):
        actions.reopen_inquiry(inquiry=first, actor=scene.asker, now=NOW())


def test_the_vendor_hands_over_later(scene, ask):
    inquiry = ask(kind=InquiryKind.BROCHURE)
    with pytest.raises(DomainError, match="まだ渡していない資料"):
        actions.hand_over_brochures(inquiry=inquiry, actor=scene.seller, now=NOW())
    first = BrochureFactory(service=scene.service)
    actions.hand_over_brochures(inquiry=inquiry, actor=scene.seller, now=NOW())
    second = BrochureFactory(service=scene.service)
    actions.hand_over_brochures(inquiry=inquiry, actor=scene.seller, now=NOW())
    assert list(inquiry.handovers.order_by("number").values_list("number", "brochure")) == [
        (1, first.pk),
        (2, second.pk),
    ]
    assert Notification.objects.filter(event="brochures_handed", user=scene.asker).count() == 2


def test_each_download_is_recorded(scene, ask):
    BrochureFactory(service=scene.service)
    handover = ask(kind=InquiryKind.BROCHURE).handovers.get()
    actions.download_brochure(handover=handover, actor=scene.colleague, now=NOW())
    assert BrochureDownload.objects.get().downloaded_by_key == scene.colleague.key
    with pytest.raises(PolicyRefused):
        actions.download_brochure(handover=handover, actor=scene.seller, now=NOW())
    Service.objects.filter(pk=scene.service.pk).update(
        status=ServiceStatus.SUSPENDED, suspended_at=NOW(), suspension_reason="調査中"
    )
    handover.inquiry.refresh_from_db()
    with pytest.raises(PolicyRefused, match="停止している"):
        actions.download_brochure(handover=handover, actor=scene.colleague, now=NOW())


# --- Disclosure -----------------------------------------------------------------------------------------------------


def test_revealing_only_widens(scene, ask):
    inquiry = ask()
    actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.BODY, actor=scene.asker, now=NOW())
    for level in (Disclosure.BODY, Disclosure.BAND):
        with pytest.raises(DomainError, match="すでに"):
            actions.reveal_inquiry(inquiry=inquiry, disclosure=level, actor=scene.asker, now=NOW())
    actions.reveal_inquiry(inquiry=inquiry, disclosure=Disclosure.PERSON, actor=scene.colleague, now=NOW())
    inquiry.refresh_from_db()
    assert (inquiry.disclosure, inquiry.contact) == (Disclosure.PERSON, scene.colleague)
    assert Notification.objects.filter(event="inquiry_revealed", user=scene.seller).count() == 2


def test_only_a_disclosed_person_is_the_contact(scene, ask):
    assert ask(disclosure=Disclosure.PERSON).contact == scene.asker
    inquiry = ask(disclosure=Disclosure.BODY)
    assert inquiry.contact is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(contact=scene.asker)


# --- Limits ---------------------------------------------------------------------------------------------------------


def copies(row, number, **changes):
    """`number` more rows like `row`, each with a token of its own."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    type(row).objects.bulk_create(type(row)(**(fields | {"client_token": uuid4()} | changes)) for _ in range(number))


def test_daily_limit_of_a_person(scene, ask, settings):
    copies(ask(), settings.INQUIRIES_A_DAY_OF_PERSON - 2)
    ask()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(DomainError, match=f"1人が1日に.*{tomorrow.month}月{tomorrow.day}日の0時から"):
        ask()
    ask(actor=scene.colleague)
    Inquiry.objects.filter(created_by=scene.asker).update(created_at=NOW() - timedelta(days=1))
    ask()


def test_daily_limit_of_a_body(scene, ask, settings):
    copies(ask(), settings.INQUIRIES_A_DAY_OF_BODY - 2, created_by=None)
    ask(actor=scene.colleague)
    with pytest.raises(DomainError, match="1団体が1日に"):
        ask(actor=MembershipFactory(municipality=scene.body).user)
    ask(actor=scene.stranger)


def test_daily_limit_of_messages(scene, ask):
    inquiry = ask()
    copies(inquiry.messages.get(), threads.MESSAGES_A_DAY - 2)
    reply(inquiry, scene)
    with pytest.raises(DomainError, match="1日に送れるメッセージ"):
        reply(inquiry, scene)
    answer(inquiry, scene)
