"""Quotes: submitted, replaced, withdrawn, and what the clock and the database refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from accounts.models import OutboxMail
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.actions import LineFacts, QuoteChanged
from procurement.actions.quote_invitations import MOST_REFUSALS
from procurement.enums import QuoteStatus
from procurement.models import Quote, QuoteLine, QuoteVersion
from tests.procurement.quotes.conftest import facts_for, submit


def invitation_of(market, request):
    return request.invitations.get(vendor=market.vendor_x)


def save(market, invitation, *, revision=0, actor=None, now=None, **changes):
    return actions.save_quote(
        invitation=invitation,
        facts=facts_for(invitation, **changes),
        revision=revision,
        actor=actor or market.x,
        now=now or market.now,
    )


def test_a_working_copy_may_be_incomplete_and_is_submitted_as_version_one(market, opened):
    invitation = invitation_of(market, opened())
    quote = save(market, invitation, lines={}, valid_until=None)
    assert (quote.status, quote.current, quote.revision) == (QuoteStatus.DRAFT, None, 1)
    version = submit(market, invitation, revision=1, actor=market.x2)
    assert (version.number, version.lines.count()) == (1, invitation.request.items.count())
    quote.refresh_from_db()
    assert (quote.status, quote.current) == (QuoteStatus.SUBMITTED, version)
    assert quote.versions.count() == 1
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 1


def test_a_form_sent_twice_makes_one_version_and_one_mail(market, opened):
    invitation, token = invitation_of(market, opened()), uuid4()
    assert submit(market, invitation, token=token) == submit(market, invitation, token=token)
    assert QuoteVersion.objects.count() == 1
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 1


def test_a_replacement_keeps_what_was_submitted_before(market, quoted):
    quote = quoted()
    submit(market, quote.invitation, revision=1, amount=90_000)
    quote.refresh_from_db()
    assert [version.number for version in quote.versions.order_by("number")] == [1, 2]
    assert quote.current.number == 2
    assert set(quote.versions.get(number=1).lines.values_list("unit_amount", flat=True)) == {100_000}
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 2


def test_a_lost_update_between_colleagues_is_refused(market, opened):
    invitation = invitation_of(market, opened())
    save(market, invitation)
    with pytest.raises(QuoteChanged) as refusal:
        save(market, invitation, actor=market.x2)
    assert refusal.value.quote.revision == 1
    with pytest.raises(QuoteChanged):
        submit(market, invitation, revision=0)


def test_only_the_invited_vendor_quotes(market, opened):
    invitation = invitation_of(market, opened())
    for actor in (market.y, market.outsider, market.asker, market.member):
        with pytest.raises(PolicyRefused):
            submit(market, invitation, actor=actor)
    assert not Quote.objects.exists()


def test_every_item_needs_an_answer(market, opened):
    invitation = invitation_of(market, opened())
    with pytest.raises(DomainError, match="すべての項目に"):
        submit(market, invitation, lines={})
    nothing = {item.pk: LineFacts(is_excluded=True) for item in invitation.request.items.all()}
    with pytest.raises(DomainError, match="辞退してください"):
        submit(market, invitation, lines=nothing)
    with pytest.raises(DomainError, match="有効期限"):
        submit(market, invitation, valid_until=None)


def test_at_the_deadline_it_is_too_late(market, opened):
    request = opened()
    invitation, deadline = invitation_of(market, request), request.deadline_at
    for late in (deadline, deadline + timedelta(microseconds=1)):
        for act in (submit, save):
            with pytest.raises(DomainError, match="締め切られて"):
                act(market, invitation, now=late)
    assert submit(market, invitation, now=deadline - timedelta(seconds=1)).submitted_at < deadline


def test_after_the_end_nothing_is_withdrawn_or_replaced(market, quoted):
    quote = quoted()
    request = quote.invitation.request
    actions.close_quote_request(request=request, actor=market.asker, now=market.now)
    with pytest.raises(DomainError, match="締め切られて"):
        submit(market, quote.invitation, revision=1)
    with pytest.raises(DomainError, match="締め切られて"):
        actions.withdraw_quote(quote=quote, actor=market.x, now=market.now)
    actions.cancel_quote_request(request=request, reason="予算", actor=market.asker, now=market.now)
    with pytest.raises(DomainError, match="中止されました"):
        submit(market, quote.invitation, revision=1)


def test_withdrawn_and_submitted_again(market, quoted):
    quote = quoted()
    withdrawn = actions.withdraw_quote(quote=quote, actor=market.x2, now=market.now)
    assert (withdrawn.stands, Quote.objects.standing().count()) == (False, 0)
    with pytest.raises(DomainError, match="すでに取り下げ"):
        actions.withdraw_quote(quote=quote, actor=market.x, now=market.now)
    again = submit(market, quote.invitation, revision=withdrawn.revision)
    assert again.number == 2
    assert Quote.objects.standing().get().current == again
    assert OutboxMail.objects.filter(event="quote_withdrawn").count() == 1


def test_a_draft_cannot_be_withdrawn(market, opened):
    quote = save(market, invitation_of(market, opened()))
    with pytest.raises(DomainError, match="作成中"):
        actions.withdraw_quote(quote=quote, actor=market.x, now=market.now)


def test_a_submitted_version_never_changes(market, quoted):
    version = quoted().current
    line = version.lines.first()
    for change in (
        lambda: QuoteVersion.objects.filter(pk=version.pk).update(months=12),
        lambda: QuoteVersion.objects.filter(pk=version.pk).update(submitted_at=None),
        lambda: QuoteLine.objects.filter(pk=line.pk).update(unit_amount=1),
        lambda: line.delete(),
        lambda: QuoteLine.objects.create(version=version, item=line.item, unit_amount=1),
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            change()


def test_the_database_itself_refuses_a_late_quote(market, opened):
    request = opened()
    save(market, invitation_of(market, request))
    version = QuoteVersion.objects.get()
    complete = {"client_token": uuid4(), "submitted_by_key": market.x.key}
    with pytest.raises(DatabaseError, match="accepts quotes"), transaction.atomic():
        QuoteVersion.objects.filter(pk=version.pk).update(submitted_at=request.deadline_at, **complete)


@pytest.mark.parametrize(
    "values",
    [
        {"unit_amount": -1},
        {"unit_amount": 10**12},
        {"quantity": Decimal(0)},
        {"is_excluded": True},
    ],
)
def test_the_database_refuses_a_line_that_makes_no_sense(market, opened, values):
    save(market, invitation_of(market, opened()))
    line = QuoteLine.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        QuoteLine.objects.filter(pk=line.pk).update(**values)


def test_declining_and_taking_it_back(market, opened):
    invitation = invitation_of(market, opened())
    arguments = {"invitation": invitation, "actor": market.x, "now": market.now}
    actions.decline_quote_invitation(reason="対応できません。", **arguments)
    with pytest.raises(DomainError, match="すでに辞退"):
        actions.decline_quote_invitation(reason="再び", **arguments)
    with pytest.raises(DomainError, match="辞退しています"):
        submit(market, invitation)
    actions.resume_quote_invitation(**arguments)
    with pytest.raises(DomainError, match="取り消しています"):
        actions.resume_quote_invitation(**arguments)
    assert submit(market, invitation).number == 1
    with pytest.raises(DomainError, match="先に見積を取り下げ"):
        actions.decline_quote_invitation(reason="やはり", **arguments)


def test_the_facts_reach_the_lines(market, opened):
    invitation = invitation_of(market, opened())
    facts = facts_for(invitation)
    first = invitation.request.items.order_by("position").first()
    lines = dict(facts.lines) | {first.pk: LineFacts(unit_amount=5, is_excluded=True, note="別途")}
    version = actions.submit_quote(
        invitation=invitation,
        facts=replace(facts, lines=lines),
        revision=0,
        client_token=uuid4(),
        actor=market.x,
        now=market.now,
    )
    line = version.lines.get(item=first)
    assert (line.unit_amount, line.is_excluded, line.note) == (None, True, "別途")


def test_a_vendor_cannot_flood_the_municipality(market, opened, monkeypatch):
    monkeypatch.setattr("procurement.actions.quotes.MOST_VERSIONS", 2)
    monkeypatch.setattr("procurement.actions.quotes.MOST_SAVES", 4)
    invitation = invitation_of(market, opened())
    for revision in range(2):
        submit(market, invitation, revision=revision)
    with pytest.raises(DomainError, match="2版まで"):
        submit(market, invitation, revision=2)
    for revision in (2, 3):
        save(market, invitation, revision=revision)
    with pytest.raises(DomainError, match="4回まで"):
        save(market, invitation, revision=4)
    actions.withdraw_quote(quote=invitation.quote, actor=market.x, now=market.now)
    assert OutboxMail.objects.filter(event="quote_submitted").count() == 2


def test_nobody_declines_and_returns_time_and_again(market, opened):
    invitation = invitation_of(market, opened())
    arguments = {"invitation": invitation, "actor": market.x, "now": market.now}
    for _ in range(MOST_REFUSALS - 1):
        actions.decline_quote_invitation(reason="対応できません。", **arguments)
        actions.resume_quote_invitation(**arguments)
    actions.decline_quote_invitation(reason="対応できません。", **arguments)
    with pytest.raises(DomainError, match="取り消せません"):
        actions.resume_quote_invitation(**arguments)
