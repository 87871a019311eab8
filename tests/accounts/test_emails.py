"""What the ground room writes to people: to the right address, once, without a secret that stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from allauth.account.models import EmailAddress

from accounts import emails, outbox
from accounts.enums import VendorRole
from accounts.models import MembershipRequest, Notification, OutboxMail, VendorHandover
from accounts.notification_events import event_of
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    OperatorFactory,
    UserFactory,
    VendorMembershipFactory,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=9)))
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("send", [emails.send_membership_code, emails.send_mail_restart_code])
def test_a_code_goes_to_the_address_it_is_about_and_leaves_no_text_behind(send):
    user = UserFactory()
    address = EmailAddress.objects.create(user=user, email="second@town.example", verified=True)
    for _ in range(2):
        send(address=address, code="BCDF-GHJK", now=NOW)
    mail = OutboxMail.objects.get()
    assert mail.to == "second@town.example"
    assert "BCDF-GHJK" in mail.body
    assert "BCDF-GHJK" not in mail.subject
    outbox.deliver(mail_id=mail.pk, now=NOW)
    mail.refresh_from_db()
    assert "BCDF-GHJK" not in mail.body


def test_the_yearly_reminder_comes_once_for_each_year_and_number_of_days():
    membership = MembershipFactory(expires_on=date(2027, 5, 31))
    for days in (30, 30, 7):
        emails.send_confirmation_reminder(membership=membership, days=days, now=NOW)
    assert OutboxMail.objects.filter(event="confirmation_reminder").count() == 2
    membership.expires_on = date(2028, 5, 31)
    emails.send_confirmation_reminder(membership=membership, days=30, now=NOW)
    assert OutboxMail.objects.filter(event="confirmation_reminder", to=membership.email).count() == 3


def test_only_operators_with_an_open_account_hear_of_their_queues():
    operator, person = OperatorFactory(), UserFactory()
    OperatorFactory(is_active=False)
    asked = MembershipRequest.objects.create(
        user=person, email_address_pk=1, email=person.email, municipality=MunicipalityFactory(),
        department="総務課", telephone="000", evidence="名簿", rule="x", created_at=NOW,
    )  # fmt: skip
    emails.send_request_received(request=asked, now=NOW)
    assert list(Notification.objects.values_list("user", flat=True)) == [operator.pk]
    operator.is_staff = False
    assert not emails.operators_only(operator, [str(asked.pk)])


def test_of_a_handover_know_those_it_is_between_while_they_are_in_the_team():
    owner = VendorMembershipFactory()
    heir = VendorMembershipFactory(vendor=owner.vendor, role=VendorRole.EDITOR)
    handover = VendorHandover.objects.create(vendor=owner.vendor, owner=owner, successor=heir, offered_at=NOW)
    offered, answered = (event_of(f"vendor_handover_{step}").audience for step in ("offered", "answered"))
    key = str(handover.pk)
    assert list(offered(heir.user, [key])) == [key]
    assert list(answered(owner.user, [key])) == [key]
    assert not list(answered(heir.user, [key]))
    for place in (owner, heir):
        place.ended_at = NOW
        place.save()
    assert not list(offered(heir.user, [key]))
    assert not list(answered(owner.user, [key]))
