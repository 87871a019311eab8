"""New terms are asked for once, on a page behind the log-in, and lead back to where the person was going."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.terms import announce_terms, give_consent
from accounts.consents import forget_versions, in_force, outstanding
from accounts.enums import TermsKind
from accounts.models import TermsConsent, TermsVersion
from tests.factories import MembershipFactory, OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)
CONSENT = "/terms/consent/"


@pytest.fixture
def person(client):
    """Somebody who agreed to the first versions and is signed in."""
    user = MembershipFactory().user
    give_consent(user=user, now=timezone.now())
    client.force_login(user)
    return user


def change_terms(kind=TermsKind.TERMS):
    version = TermsVersion.objects.create(kind=kind, number=2, body="## 第1条\n新しい本文", effective_on=YESTERDAY)
    forget_versions()
    return version


def test_who_agreed_is_asked_nothing_and_costs_nothing(client, person, django_assert_num_queries):
    client.get("/me/profile/")
    with django_assert_num_queries(3):  # person with unread and membership, profile, experiences
        assert client.get("/me/profile/").status_code == 200


def test_new_terms_are_asked_for_once_and_lead_back(client, person):
    change_terms()
    asked = client.get("/inquiries/", {"status": "open"})
    assert asked.headers["Location"] == f"{CONSENT}?next=%2Finquiries%2F%3Fstatus%3Dopen"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'href="/terms/2/"' in page
    assert "プライバシーポリシー 第" not in page
    refused = client.post(CONSENT, {"next": "/inquiries/"})
    assert refused.status_code == 422
    assert "同意が必要です" in refused.content.decode()
    assert client.post(CONSENT, {"agrees_terms2": "on", "next": "/inquiries/"}).headers["Location"] == "/inquiries/"
    assert client.get("/inquiries/").status_code == 200
    numbers = TermsConsent.objects.filter(user=person, version__kind="terms").values_list("version__number", flat=True)
    assert sorted(numbers) == [1, 2]
    assert client.get(CONSENT).headers["Location"] == "/"


def test_both_documents_are_asked_for_on_one_page(client, person):
    change_terms()
    change_terms(TermsKind.PRIVACY)
    page = client.get(CONSENT).content.decode()
    assert 'href="/terms/2/"' in page
    assert 'href="/privacy/2/"' in page
    only_one = client.post(CONSENT, {"agrees_terms2": "on"})  # the page as it was before the other took effect
    assert only_one.status_code == 422
    assert set(outstanding(person, timezone.now())) == {"terms", "privacy"}
    client.post(CONSENT, {"agrees_privacy2_terms2": "on"})
    assert outstanding(person, timezone.now()) == {}


@pytest.mark.parametrize("path", ["/", "/services/", "/terms/", "/terms/2/", "/accounts/logout/", CONSENT])
def test_public_pages_the_terms_and_the_way_out_stay_open(client, person, path):
    change_terms()
    assert client.get(path).status_code == 200


def test_what_is_being_sent_is_not_lost(client, person):
    change_terms()
    assert client.post("/me/notifications/read/").headers["Location"] == "/me/notifications/"
    assert client.get("/me/", headers={"HX-Request": "true"}).status_code == 200


def test_it_leads_to_no_other_site(client, person):
    change_terms()
    sent = client.post(CONSENT, {"agrees_terms2": "on", "next": "https://evil.example/"})
    assert sent.headers["Location"] == "/"


def test_a_new_session_is_asked_as_well(person):
    change_terms()
    other = Client()
    other.force_login(person)
    assert other.get("/me/").headers["Location"].startswith(CONSENT)


def test_who_signed_up_under_the_new_terms_is_not_asked(client):
    change_terms()
    user = UserFactory()
    give_consent(user=user, now=timezone.now())
    client.force_login(user)
    assert client.get("/me/").status_code == 200


def test_accounts_made_by_command_are_not_asked(client):
    change_terms()
    client.force_login(OperatorFactory())
    assert client.get("/me/").status_code == 200


def test_an_announced_version_is_asked_for_on_its_day_alone(person):
    now = datetime(2030, 3, 31, 14, 59, tzinfo=UTC)  # a minute before midnight in Tokyo
    announce_terms(kind="terms", body="x", effective_on=date(2030, 4, 1), actor=OperatorFactory(), now=now)
    assert in_force(now)["terms"] == 1
    assert outstanding(person, now) == {}
    assert outstanding(person, now + timedelta(minutes=1)) == {"terms": 2}


def test_visitors_are_led_to_the_log_in_as_ever(client):
    change_terms()
    assert client.get("/me/").headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "goal", ["/\x00", "/a\nb", "//evil.example", "javascript:alert(1)", "/" + "長" * 3_000, "\x00"]
)
def test_odd_goals_break_nothing(client, person, goal):
    change_terms()
    assert client.get(CONSENT, {"next": goal}).status_code == 200
    sent = client.post(CONSENT, {"agrees_terms2": "on", "next": goal})
    assert sent.status_code == 302
    assert sent.headers["Location"].startswith("/")
    assert not sent.headers["Location"].startswith("//")
