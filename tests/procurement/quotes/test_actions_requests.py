"""Drafts and their way out to the vendors."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import AuditEvent, Notification, OutboxMail, VendorMembership
from catalog.enums import ServiceStatus
from catalog.models import Service
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions import QuoteRequestChanged, RequestFacts
from procurement.actions.quote_requests import missing_of_request
from procurement.enums import ProjectStatus, QuoteItemKind, QuotePhase, QuoteRequestStatus
from procurement.models import Project, QuoteInvitation, QuoteRequest, QuoteRequestItem
from procurement.quote_template import DEFAULT_ITEMS, ItemFacts
from tests.factories import PublishedServiceFactory, ServiceVersionFactory
from tests.procurement.quotes.conftest import days


def edit(request, market, **arguments):
    plain = {"request": request, "facts": RequestFacts(title="新しい件名"), "revision": request.revision}
    return actions.edit_quote_request(**(plain | {"actor": market.asker, "now": market.now} | arguments))


def test_a_draft_starts_with_the_usual_lines_and_once(market):
    token = uuid4()
    made = [
        actions.create_quote_request(
            project=market.project,
            facts=RequestFacts(title="件"),
            client_token=token,
            actor=market.asker,
            now=market.now,
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    request = QuoteRequest.objects.get()
    assert [item.label for item in request.items.order_by("position")] == [item.label for item in DEFAULT_ITEMS]
    assert request.status == QuoteRequestStatus.DRAFT
    assert AuditEvent.objects.filter(verb="create_quote_request").count() == 1


def test_only_the_bodys_staff_write(market, draft):
    request = draft()
    for actor in (market.stranger, market.member, market.x):
        with pytest.raises(PolicyRefused):
            edit(request, market, actor=actor)
        with pytest.raises(PolicyRefused):
            actions.open_quote_request(request=request, revision=request.revision, actor=actor, now=market.now)
    assert edit(request, market, actor=market.colleague).title == "新しい件名"


def test_a_lost_update_is_refused_with_what_stands_there(market, draft):
    request = draft()
    edit(request, market, actor=market.colleague)
    with pytest.raises(QuoteRequestChanged) as refusal:
        edit(request, market, facts=RequestFacts(title="遅れた件名"))
    assert refusal.value.request.title == "新しい件名"


def test_a_project_that_ended_takes_no_new_request(market):
    Project.objects.filter(pk=market.project.pk).update(status=ProjectStatus.DECIDED, decided_at=market.now)
    with pytest.raises(PolicyRefused, match="終了した案件"):
        actions.create_quote_request(
            project=market.project,
            facts=RequestFacts(title="件"),
            client_token=uuid4(),
            actor=market.asker,
            now=market.now,
        )


def test_opening_invites_every_vendor_once_and_freezes_the_listing(market, draft):
    request = draft()
    newer = ServiceVersionFactory(service=market.services[0], number=2)
    Service.objects.filter(pk=market.services[0].pk).update(current=newer)
    opened = actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    assert opened.phase_at(market.now) == QuotePhase.ACCEPTING
    assert opened.invitations.get(vendor=market.vendor_x).version == newer
    mails = OutboxMail.objects.filter(event="quote_invited")
    assert sorted(mail.to for mail in mails) == sorted(user.email for user in (market.x, market.x2, market.y))
    assert Notification.objects.filter(event="quote_invited").count() == 3
    text = mails.get(to=market.x.email)
    assert market.body.full_name in text.subject + text.body
    assert "乙" not in text.subject + text.body
    with pytest.raises(DomainError, match="すでに「依頼済み」"):
        actions.open_quote_request(request=request, revision=request.revision, actor=market.colleague, now=market.now)
    assert OutboxMail.objects.filter(event="quote_invited").count() == 3


def test_what_was_not_previewed_is_not_sent(market, draft):
    request = draft()
    edit(request, market, facts=RequestFacts(title="変えた", conditions="x", deadline_at=days(market, 3)))
    with pytest.raises(QuoteRequestChanged):
        actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"conditions": ""}, "条件"),
        ({"deadline_at": None}, "期限を決めて"),
        ({"deadline_at": "past"}, "期限が過ぎて"),
    ],
)
def test_an_incomplete_draft_is_not_sent(market, draft, changes, reason):
    if changes.get("deadline_at") == "past":
        changes = {"deadline_at": market.now - timedelta(seconds=1)}
    request = draft(**changes)
    missing = missing_of_request(request, items=request.items.all(), services=request.invitations.all(), now=market.now)
    assert len(missing) == 1
    assert reason in missing[0]
    with pytest.raises(DomainError, match=reason):
        actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)


def test_a_draft_without_services_is_not_sent(market, draft):
    request = actions.set_quote_services(request=draft(), services=[], revision=2, actor=market.asker, now=market.now)
    with pytest.raises(DomainError, match="サービスを選んで"):
        actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)


def test_a_listing_that_left_the_shelf_stops_the_opening(market, draft):
    request = draft()
    Service.objects.filter(pk=market.services[1].pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=market.now)
    with pytest.raises(DomainError, match="乙の議事録"):
        actions.open_quote_request(request=request, revision=request.revision, actor=market.asker, now=market.now)
    assert not OutboxMail.objects.exists()


def test_a_service_nobody_answers_for_is_refused_with_the_reason(market, draft):
    request = draft()
    VendorMembership.objects.filter(vendor=market.vendor_y).update(ended_at=market.now)
    with pytest.raises(DomainError, match="担当者がいません"):
        actions.set_quote_services(
            request=request, services=market.services, revision=2, actor=market.asker, now=market.now
        )


def test_only_candidates_are_asked(market, draft):
    other = PublishedServiceFactory(vendor=market.vendor_x)
    with pytest.raises(DomainError, match="候補にありません"):
        actions.set_quote_services(request=draft(), services=[other], revision=2, actor=market.asker, now=market.now)


def test_the_lines_are_replaced_in_order(market, draft):
    items = [ItemFacts(QuoteItemKind.MONTHLY, "月額"), ItemFacts(QuoteItemKind.ONE_TIME, "初期", "説明")]
    request = actions.set_quote_items(request=draft(), items=items, revision=2, actor=market.asker, now=market.now)
    assert list(request.items.order_by("position").values_list("position", "label")) == [(1, "月額"), (2, "初期")]
    for bad in ([], [items[0]] * 31):
        with pytest.raises(DomainError, match="項目は"):
            actions.set_quote_items(request=request, items=bad, revision=3, actor=market.asker, now=market.now)


def test_a_discarded_draft_is_gone(market, draft):
    request = draft()
    actions.discard_quote_request(request=request, actor=market.colleague, now=market.now)
    assert not QuoteRequest.objects.exists()
    with pytest.raises(DomainError, match="破棄されています"):
        edit(request, market)


def test_nothing_of_an_open_request_changes(market, opened):
    request = opened()
    with pytest.raises(DomainError, match="変更できません"):
        edit(request, market)
    with pytest.raises(DomainError, match="変更できません"):
        actions.discard_quote_request(request=request, actor=market.asker, now=market.now)
    for change in (
        lambda: QuoteRequest.objects.filter(pk=request.pk).update(conditions="後から"),
        lambda: QuoteRequest.objects.filter(pk=request.pk).update(months=12),
        lambda: QuoteRequestItem.objects.filter(request=request).update(label="別"),
        lambda: QuoteRequestItem.objects.filter(request=request).delete(),
        lambda: QuoteRequestItem.objects.create(request=request, position=20, kind="monthly", label="後から"),
        lambda: QuoteInvitation.objects.filter(request=request).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "values",
    [
        {"status": "closed"},
        {"status": "decided"},
        {"status": "cancelled"},
        {"status": "late"},
        {"opened_at": None},
        {"deadline_at": None},
    ],
)
def test_the_database_refuses_a_request_that_makes_no_sense(market, opened, values):
    request = opened()
    with pytest.raises(DatabaseError), transaction.atomic():
        QuoteRequest.objects.filter(pk=request.pk).update(**values)


@pytest.mark.parametrize("values", [{"months": 0}, {"months": 241}, {"network": "wifi"}, {"title": ""}])
def test_the_database_refuses_a_draft_that_makes_no_sense(draft, values):
    request = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuoteRequest.objects.filter(pk=request.pk).update(**values)


def test_the_database_wants_the_deadline_after_the_opening(market, draft):
    with pytest.raises(IntegrityError, match="deadline_after_opening"), transaction.atomic():
        QuoteRequest.objects.filter(pk=draft().pk).update(status="open", opened_at=market.now, deadline_at=market.now)


def test_the_database_refuses_an_earlier_deadline(market, opened):
    request = opened()
    later = request.deadline_at + timedelta(days=1)
    QuoteRequest.objects.filter(pk=request.pk).update(deadline_at=later)
    with pytest.raises(DatabaseError, match="only moves later"), transaction.atomic():
        QuoteRequest.objects.filter(pk=request.pk).update(deadline_at=later - timedelta(microseconds=1))
