"""One more vendor: found by words, asked while there is time, and nobody else learns of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from catalog.models import Service
from catalog.search.indexing import reindex
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.forms import InboxForm
from procurement.inbox import rows_of
from procurement.inbox_filter import found_keys
from procurement.models import Candidate, ProjectStep, QuoteInvitation
from tests.factories import PublishedServiceFactory, VendorFactory, VendorMembershipFactory
from tests.procurement.quotes.conftest import days
from tests.races import all_at_once


@pytest.fixture
def third(market):
    """A listing that is no candidate, and somebody who answers for it."""
    vendor = VendorFactory(name="丙クラウド株式会社")
    person = VendorMembershipFactory(vendor=vendor).user
    service = PublishedServiceFactory(vendor=vendor, name="丙の議事録（架空）")
    service.person = person
    return service


def invite(market, request, service, *, actor=None, now=None):
    return actions.invite_quote_service(
        request=request, service=service, actor=actor or market.asker, now=now or market.now
    )


def test_a_draft_takes_it_without_telling_anybody(market, draft, third):
    request = draft()
    invitation = invite(market, request, third)
    assert invite(market, request, third) == invitation
    assert (invitation.invited_at, OutboxMail.objects.exists()) == (None, False)
    assert Candidate.objects.filter(project=market.project, service=third).exists()
    request.refresh_from_db()
    assert request.revision == 3


def test_after_the_opening_it_alone_is_told_and_the_history_says_how_many(market, opened, third):
    request = opened(deadline_at=days(market, 30))
    OutboxMail.objects.all().delete()
    invitation = invite(market, request, third, actor=market.colleague)
    assert invite(market, request, third) == invitation
    assert [mail.to for mail in OutboxMail.objects.all()] == [third.person.email]
    assert (invitation.invited_at is not None, invitation.version) == (True, third.current)
    step = ProjectStep.objects.get(kind="vendor_invited")
    assert "丙" not in step.subject + step.detail
    assert AuditEvent.objects.filter(verb="invite_quote_service").count() == 1
    assert QuoteInvitation.objects.visible_to_vendor(third.person).get() == invitation
    assert QuoteInvitation.objects.visible_to_vendor(market.x).count() == 1


def test_who_may_and_when(market, opened, third, monkeypatch):
    request = opened(deadline_at=days(market, 30))
    for actor in (market.stranger, market.member, market.x, third.person):
        with pytest.raises(PolicyRefused):
            invite(market, request, third, actor=actor)
    with pytest.raises(DomainError, match="締め切られて"):
        invite(market, request, third, now=request.deadline_at)
    with pytest.raises(DomainError, match="5営業日を切って"):
        invite(market, request, third, now=request.deadline_at - timedelta(days=2))
    with pytest.raises(DomainError, match="担当者がいません"):
        invite(market, request, PublishedServiceFactory())
    monkeypatch.setattr("procurement.actions.quote_inviting.MOST_SERVICES", 2)
    with pytest.raises(DomainError, match="2件まで"):
        invite(market, request, third)
    assert request.invitations.count() == 2


def test_the_fifth_working_day_before_the_deadline_is_the_last(market, opened, third):
    """Friday 17:00 is the deadline: the Friday before is in time, the Monday after that is not."""
    tokyo = timezone.get_current_timezone()
    deadline = datetime(2027, 6, 25, 17, tzinfo=tokyo)
    request = opened(deadline_at=deadline)
    with pytest.raises(DomainError, match="5営業日"):
        invite(market, request, third, now=datetime(2027, 6, 21, 0, tzinfo=tokyo))
    assert invite(market, request, third, now=datetime(2027, 6, 18, 23, 59, tzinfo=tokyo)).pk


def test_the_database_refuses_an_invitation_after_the_end(market, opened, third):
    request = opened()
    row = {"request": request, "service": third, "version": third.current, "vendor": third.vendor}
    for moment in (None, request.deadline_at):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            QuoteInvitation.objects.create(**row, invited_at=moment)


@pytest.mark.django_db(transaction=True)
def test_twenty_colleagues_invite_once(market, opened, third):
    request = opened(deadline_at=days(market, 30))
    won, refused = all_at_once([lambda: invite(market, request, third)] * 20)
    assert (len({each.pk for each in won}), refused) == (1, [])
    assert OutboxMail.objects.filter(event="quote_invited", to=third.person.email).count() == 1


def address(name, *args):
    return reverse(f"procurement:{name}", args=args)


def test_found_by_words_and_asked_from_the_page(client, market, opened, third):
    request = opened(deadline_at=days(market, 30))
    unanswered = PublishedServiceFactory(name="担当のない掲載")
    reindex([third.pk, unanswered.pk])
    client.force_login(market.asker)
    listed = client.get(address("quote_request_find", request.pk)).content.decode()
    assert "丙の議事録" in listed
    assert "依頼先に入っています" in listed
    assert unanswered.name not in listed
    found = client.get(address("quote_request_find", request.pk), {"q": "丙の議事録", "page": "9"}).content.decode()
    assert address("quote_request_invite", request.pk, third.pk) in found
    shown = client.get(address("quote_request_invite", request.pk, third.pk)).content.decode()
    assert "ほかの依頼先には、依頼先が増えたことも" in shown
    assert client.post(address("quote_request_invite", request.pk, third.pk)).status_code == 302
    assert request.invitations.count() == 3


def test_a_vendor_never_learns_that_another_one_came(client, market, opened, third):
    request = opened(deadline_at=days(market, 30))
    mine = request.invitations.get(vendor=market.vendor_x)
    client.force_login(market.x)
    pages = [mine.get_absolute_url(), address("quote_invitation_questions", mine.pk), address("quote_invitation_list")]
    client.get(pages[0])
    before = [strip(client.get(page).content.decode()) for page in pages]
    invite(market, request, third)
    assert [strip(client.get(page).content.decode()) for page in pages] == before


def strip(page):
    """Without what differs each time."""
    return "\n".join(line for line in page.splitlines() if "csrf" not in line and "client_token" not in line)


def test_who_was_asked_late_is_not_reminded_at_once_and_reads_when_it_was_asked(client, market, opened, third):
    request = opened(deadline_at=days(market, 30))
    later = market.now + timedelta(days=20)
    invitation = invite(market, request, third, now=later)
    due = QuoteInvitation.objects.due_within(timedelta(days=30), later)
    assert set(due.values_list("vendor", flat=True)) == {market.vendor_x.pk, market.vendor_y.pk}
    assert invitation in QuoteInvitation.objects.due_within(timedelta(days=30), later + timedelta(days=1, minutes=1))
    keys = found_keys(InboxForm({}, services=Service.objects.none()), third.person, later)
    (row,) = rows_of(keys, third.person, later)
    assert (row.received_at, row.moment) == (invitation.invited_at, invitation.invited_at)


def test_two_services_of_one_vendor_stand_beside_each_other(market, draft, third):
    other = PublishedServiceFactory(vendor=market.vendor_x, name="甲の会議室（架空）")
    Candidate.objects.create(project=market.project, service=third, version=third.current, added_at=market.now)
    Candidate.objects.create(project=market.project, service=other, version=other.current, added_at=market.now)
    request = draft()
    chosen = [*market.services, third, other]
    actions.set_quote_services(
        request=request, services=chosen, revision=request.revision, actor=market.asker, now=market.now
    )
    own = list(request.invitations.filter(vendor=market.vendor_x).order_by("pk").values_list("pk", flat=True))
    assert own[1] - own[0] == 1, "the numbers do not tell how many others there are"
