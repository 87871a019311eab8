"""A vendor names a customer, the town answers for itself, uses the service, reviews it, and leaves it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Notification, OutboxMail
from tests.factories import MembershipFactory, MunicipalityFactory, PublishedServiceFactory, VendorMembershipFactory
from tests.journeys.pages import Page

pytestmark = pytest.mark.django_db

INBOX = "/me/adoptions/"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(client, page, label):
    """Press the button of this label as the page shows it."""
    form, button = Page(client.get(page).content.decode()).form_of(label)
    return client.post(button.action or form.action, form.filled_in(button, {}))


def test_from_the_claim_to_the_end_of_use():
    team = VendorMembershipFactory()
    service = PublishedServiceFactory(vendor=team.vendor)
    town = MunicipalityFactory(name="架空川上町", prefecture="長野県", prefecture_code="20")
    member, colleague = MembershipFactory(municipality=town), MembershipFactory(municipality=town)
    vendor, staff, visitor = signed_in(team.user), signed_in(member.user), Client()

    vendor.post(
        reverse("catalog:adoption_create", args=[service.pk]),
        {"municipality": "長野県架空川上町", "stage": "in_use", "source_url": "https://results.example/"},
    )
    assert {mail.to for mail in OutboxMail.objects.all()} == {member.user.email, colleague.user.email}
    assert Notification.objects.filter(user=member.user, path=INBOX).exists()
    assert "事業者申告" in visitor.get(town.get_absolute_url()).content.decode()
    assert "確認を待っている" in staff.get("/").content.decode()

    assert press(staff, INBOX, "事実と確認する").url == INBOX
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1
    assert "確認済み" in visitor.get(town.get_absolute_url()).content.decode()
    assert OutboxMail.objects.get(event="adoption_confirmed").to == team.user.email

    words = {
        "overall": "4",
        "usage": "1_3",
        "role": "user",
        "good_points": "窓口の列が短くなりました。",
        "disclosure": "body",
        "client_token": str(uuid4()),
    }
    review = staff.post(reverse("catalog:review_create", args=[service.pk]), words).url
    page = visitor.get(review).content.decode()
    assert "導入を確認済みの団体" in page
    assert "長野県架空川上町" in page
    assert member.user.name not in page
    assert vendor.post(f"{review}reply/", {"body": "ありがとうございます。"}).url == review
    assert OutboxMail.objects.get(event="review_replied").to == member.user.email
    press(signed_in(MembershipFactory().user), review, "参考になった")
    assert "1人が参考になった" in visitor.get(review).content.decode()

    adoption = service.adoptions.get()
    form = {"revision": str(adoption.revision), "ended_on": "2026-09", "reason": "再調達のため"}
    signed_in(colleague.user).post(reverse("catalog:adoption_end", args=[adoption.pk]), form)
    page = visitor.get(town.get_absolute_url()).content.decode()
    assert "以前使っていたサービス" in page
    assert "再調達のため" in page
