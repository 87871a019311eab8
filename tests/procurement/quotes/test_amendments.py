"""An open request asked differently: editions, what the database refuses, quotes that stop counting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent, OutboxMail
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions import AmendmentFacts, QuoteRequestChanged
from procurement.enums import QuoteItemKind, QuoteStatus
from procurement.models import (
    ProjectStep,
    Quote,
    QuoteAmendment,
    QuoteInvitation,
    QuoteRequest,
    QuoteRequestAttachment,
    QuoteRequestItem,
)
from procurement.quote_template import ItemFacts
from tests.procurement.quotes.conftest import days, facts_for, submit
from tests.races import all_at_once


def facts_of(request, **changes):
    """What is asked now, with changes."""
    plain = {
        "summary": "会議の回数を改めました。",
        "conditions": request.conditions,
        "months": request.months,
        "items": [ItemFacts.of(item) for item in request.items.current()],
    }
    return AmendmentFacts(**(plain | changes))


def amend(market, request, *, actor=None, now=None, revision=None, **changes):
    plain = {"conditions": "会議は月30回です。"}
    return actions.amend_quote_request(
        request=request,
        facts=facts_of(request, **(plain | changes)),
        revision=request.revision if revision is None else revision,
        actor=actor or market.asker,
        now=now or market.now,
    )


@pytest.fixture
def request_(market, opened):
    return opened(deadline_at=days(market, 30))


def test_the_next_edition_is_told_to_everybody_and_keeps_what_was_asked(market, request_):
    amendment = amend(market, request_, actor=market.colleague)
    request_.refresh_from_db()
    assert (request_.edition, request_.conditions) == (2, "会議は月30回です。")
    assert (amendment.number, amendment.before["conditions"]) == (2, "会議は月20回です。")
    mails = OutboxMail.objects.filter(event="quote_request_amended")
    assert sorted(mail.to for mail in mails) == sorted(user.email for user in (market.x, market.x2, market.y))
    assert AuditEvent.objects.filter(verb="amend_quote_request").count() == 1
    assert ProjectStep.objects.get(kind="request_amended").detail == "会議の回数を改めました。"


def test_a_quote_for_the_former_edition_counts_again_once_submitted_anew(market, request_):
    invitation = request_.invitations.get(vendor=market.vendor_x)
    submit(market, invitation)
    amend(market, request_)
    quote = Quote.objects.get()
    assert (quote.status, quote.stands, Quote.objects.standing().count()) == (QuoteStatus.OUTDATED, False, 0)
    with pytest.raises(DomainError, match="依頼の内容が変わりました"):
        submit(market, invitation, revision=1)
    version = submit(market, invitation, revision=1, edition=2)
    quote.refresh_from_db()
    assert (quote.stands, quote.current, version.edition, version.number) == (True, version, 2, 2)
    assert quote.versions.get(number=1).edition == 1


def test_an_outdated_quote_can_be_withdrawn(market, request_):
    submit(market, request_.invitations.get(vendor=market.vendor_x))
    amend(market, request_)
    assert actions.withdraw_quote(quote=Quote.objects.get(), actor=market.x, now=market.now).status == "withdrawn"


def test_lines_that_stay_keep_their_row_and_others_end(market, request_):
    before = list(request_.items.current())
    wanted = [ItemFacts.of(item) for item in before]
    wanted[1] = ItemFacts(QuoteItemKind.ONE_TIME, "設定", "範囲を改めた")
    amend(market, request_, conditions=request_.conditions, items=wanted[:-1])
    after = list(request_.items.current())
    assert [item.pk for item in after[2:]] == [item.pk for item in before[2:-1]]
    assert after[0] == before[0]
    assert (after[1].description, after[1].first_edition, after[1].position) == ("範囲を改めた", 2, 2)
    ended = QuoteRequestItem.objects.filter(request=request_, last_edition=1)
    assert set(ended) == {before[1], before[-1]}
    invitation = QuoteInvitation.objects.select_related("request").get(request=request_, vendor=market.vendor_x)
    version = submit(market, invitation, edition=2)
    assert {line.item for line in version.lines.select_related("item")} == set(after)


def test_who_may_and_when(market, request_):
    for actor in (market.stranger, market.member, market.x):
        with pytest.raises(PolicyRefused):
            amend(market, request_, actor=actor)
    with pytest.raises(QuoteRequestChanged):
        amend(market, request_, revision=1)
    with pytest.raises(DomainError, match="どれも変わっていません"):
        amend(market, request_, conditions=request_.conditions)
    with pytest.raises(DomainError, match="締め切られて"):
        amend(market, request_, now=request_.deadline_at)
    with pytest.raises(DomainError, match="3営業日を切って"):
        amend(market, request_, now=request_.deadline_at - timedelta(hours=1))
    with pytest.raises(DomainError, match="項目は1件以上"):
        amend(market, request_, items=[])
    actions.cancel_quote_request(request=request_, reason="予算", actor=market.asker, now=market.now)
    with pytest.raises(DomainError, match="中止されました"):
        amend(market, request_)
    assert not QuoteAmendment.objects.exists()


def test_a_draft_is_edited_not_amended(market, draft):
    with pytest.raises(DomainError):
        amend(market, draft())


RAW = {
    "words without an edition": lambda r: QuoteRequest.objects.filter(pk=r.pk).update(conditions="後から"),
    "the title": lambda r: QuoteRequest.objects.filter(pk=r.pk).update(title="後から", edition=3),
    "two editions at once": lambda r: QuoteRequest.objects.filter(pk=r.pk).update(edition=4),
    "an edition back": lambda r: QuoteRequest.objects.filter(pk=r.pk).update(edition=1),
    "a line more": lambda r: QuoteRequestItem.objects.create(
        request=r, position=20, kind="monthly", label="後", first_edition=2
    ),
    "a line ended": lambda r: r.items.current().filter(position=1).update(last_edition=1),
    "a line reworded": lambda r: r.items.current().filter(position=1).update(label="後"),
    "a line gone": lambda r: r.items.current().filter(position=1).delete(),
    "an amendment of nothing": lambda r: QuoteAmendment.objects.create(
        request=r, number=3, summary="x", before={}, amended_at=r.opened_at, amended_by_key=uuid4()
    ),
    "an old amendment reworded": lambda r: QuoteAmendment.objects.update(summary="y"),
    "a quote brought back": lambda r: Quote.objects.update(status=QuoteStatus.SUBMITTED),
}


@pytest.mark.parametrize("name", RAW)
def test_the_database_refuses_what_goes_round_the_amendment(market, request_, name):
    submit(market, request_.invitations.get(vendor=market.vendor_x))
    amend(market, request_)
    request_.refresh_from_db()
    with pytest.raises(DatabaseError), transaction.atomic():
        RAW[name](request_)


def test_an_edition_without_its_amendment_does_not_last(request_):
    def quietly():
        QuoteRequest.objects.filter(pk=request_.pk).update(edition=2, conditions="こっそり")
        connection.check_constraints()

    with pytest.raises(DatabaseError, match="ends with its amendment"), transaction.atomic():
        quietly()


def test_the_database_refuses_an_amendment_after_the_deadline_and_with_quotes_that_count(market, request_):
    submit(market, request_.invitations.get(vendor=market.vendor_x))
    sealing = {"request": request_, "number": 2, "summary": "x", "before": {}, "amended_by_key": uuid4()}

    def sealed(moment):
        QuoteRequest.objects.filter(pk=request_.pk).update(edition=2)
        QuoteAmendment.objects.create(**sealing, amended_at=moment)

    for moment, words in ((request_.deadline_at, "accepts quotes"), (market.now, "does not count")):
        with pytest.raises(DatabaseError, match=words), transaction.atomic():
            sealed(moment)


def test_a_quote_counts_by_its_own_version_alone(market, request_):
    one, other = (
        submit(market, each, actor=who)
        for each, who in zip(request_.invitations.order_by("pk"), (market.x, market.y), strict=True)
    )
    Quote.objects.filter(pk=other.quote_id).update(status="withdrawn", withdrawn_at=market.now)
    with pytest.raises(DatabaseError, match="its own submitted version"), transaction.atomic():
        Quote.objects.filter(pk=one.quote_id).update(current=other)


def test_a_file_is_exchanged(market, request_, checked_upload):
    amend(market, request_, upload=checked_upload("新しい様式.pdf"))
    first = QuoteRequestAttachment.objects.get()
    request_.refresh_from_db()
    amend(market, request_, conditions=request_.conditions, dropped_files=[first.pk], upload=checked_upload("改.pdf"))
    assert [each.original_name for each in request_.attachments.current()] == ["改.pdf"]
    assert set(request_.attachments.values_list("number", "first_edition", "last_edition")) == {(1, 2, 2), (2, 3, None)}


@pytest.mark.django_db(transaction=True)
def test_twenty_amend_at_once_and_one_wins(market, request_):
    won, refused = all_at_once([lambda: amend(market, request_)] * 20)
    assert (len(won), len(refused)) == (1, 19)
    assert QuoteAmendment.objects.count() == 1
    assert OutboxMail.objects.filter(event="quote_request_amended").count() == 3


@pytest.mark.django_db(transaction=True)
def test_amending_against_submitting(market, request_):
    """Whoever comes first: no quote for the former edition counts afterwards."""
    invitation = request_.invitations.get(vendor=market.vendor_x)
    facts = facts_for(invitation)

    def quoting():
        return actions.submit_quote(
            invitation=invitation, facts=facts, revision=0, client_token=uuid4(), actor=market.x, now=market.now
        )

    won, _ = all_at_once([quoting, lambda: amend(market, request_)] * 10)
    assert sum(isinstance(result, QuoteAmendment) for result in won) == 1
    assert not Quote.objects.standing().exists()


def test_the_terms_are_kept_as_they_were(market, request_):
    amended = amend(market, request_, starts_on=dt.date(2027, 4, 1), months=36)
    request_.refresh_from_db()
    again = actions.amend_quote_request(
        request=request_,
        facts=replace(facts_of(request_), starts_on=None),
        revision=request_.revision,
        actor=market.asker,
        now=market.now,
    )
    assert amended.before["months"] == 60
    assert (again.before["starts_on"], again.before["months"]) == ("2027-04-01", 36)
