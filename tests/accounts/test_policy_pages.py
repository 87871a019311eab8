"""The accessibility policy and the help: pages in versions; new terms are told of before and asked for after."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.terms import announce_terms, give_consent, tell_of_new_terms
from accounts.consents import forget_versions
from accounts.enums import TermsKind
from accounts.models import Notification, OutboxMail, TermsConsent, TermsVersion, User
from accounts.terms_text import articles, changes_between
from tests.factories import PASSWORD, MembershipFactory, OperatorFactory, UserFactory

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)
PAGES = {"/terms/": "利用規約", "/privacy/": "プライバシー", "/accessibility/": "JIS X 8341-3:2016", "/help/": "ヘルプ"}


@pytest.mark.parametrize(("address", "words"), PAGES.items())
def test_everybody_reads_them_and_every_page_links_to_them(client, address, words):
    assert words in client.get(address).content.decode()
    assert f'href="{address}"' in client.get("/").content.decode()


def test_every_link_of_the_texts_leads_to_a_page(client):
    client.force_login(MembershipFactory().user)
    links = set()
    for version in TermsVersion.objects.all():
        links |= set(re.findall(r"\]\((/[^)]*)\)", version.body))
    assert len(links) > 20
    answers = {link: client.get(link).status_code for link in links}
    of_others = {"/me/advisor/", "/desk/", "/desk/team/", "/desk/inbox/", "/columns/desk/", "/me/membership/request/"}
    assert {link for link, status in answers.items() if status not in (200, 302)} <= of_others
    vendor_and_advisor_pages = {link: status for link, status in answers.items() if link in of_others}
    assert set(vendor_and_advisor_pages.values()) <= {302, 403, 404}


def test_the_help_has_a_table_of_contents(client):
    page = client.get("/help/").content.decode()
    targets = re.findall(r'<a href="#(a\d+)">', page)
    assert len(targets) > 20
    for target in targets:
        assert f'id="{target}"' in page


def test_the_operators_are_reached_as_the_environment_says(client, settings):
    settings.CONTACT_EMAIL, settings.CONTACT_NOTE = "desk@square.example", "平日9時から17時まで"
    for address in ("/help/", "/accessibility/"):
        page = client.get(address).content.decode()
        assert 'href="mailto:desk@square.example"' in page
        assert "平日9時から17時まで" in page
        assert "{窓口}" not in page
    settings.CONTACT_EMAIL = settings.CONTACT_NOTE = ""
    assert "準備中" in client.get("/help/").content.decode()


def test_what_is_written_in_a_text_stays_text(client):
    body = "## <script>x</script>\n[外](https://evil.example/) [中](/help/) [悪](javascript:x) [二](//evil.example/)"
    TermsVersion.objects.create(kind=TermsKind.HELP, number=2, body=body, effective_on=date(2026, 11, 2))
    page = client.get("/help/2/").content.decode()
    assert "<script>x" not in page
    assert '<a href="/help/">中</a>' in page
    assert 'href="javascript' not in page
    assert 'href="https://evil' not in page
    assert 'href="//evil' not in page


def test_changes_stand_under_their_headings(client):
    older, newer = (
        "前文\n## 一\nそのまま\n## 二\n古い\n- 残る",
        "前文\n## 一\nそのまま\n## 二\n新しい\n- 残る\n- 足した",
    )
    assert [(each.kind, each.text) for each in changes_between(older, newer)] == [
        ("same", "二"),
        ("del", "古い"),
        ("ins", "新しい"),
        ("ins", "足した"),
    ]
    for number, body in ((2, older), (3, newer)):
        TermsVersion.objects.create(kind=TermsKind.HELP, number=number, body=body, effective_on=date(2026, 11, number))
    page = client.get("/history/help/3/").content.decode()
    assert "<ins>足した</ins>" in page
    assert "<del>古い</del>" in page
    assert "/history/help/3/" in client.get("/help/3/").content.decode()


def test_a_comparison_shows_lines_as_they_are_read():
    older, newer = "[古い言葉](/help/)です", "- [新しい言葉](/me/)です\n{窓口}"
    assert [(each.kind, each.text) for each in changes_between(older, newer)] == [
        ("del", "古い言葉です"),
        ("ins", "新しい言葉です"),
        ("ins", "（運営の連絡先）"),
    ]


@pytest.mark.parametrize(
    "address", ["/history/help/1/", "/history/help/0/", "/history/x/2/", f"/history/help/{'9' * 40}/"]
)
def test_no_comparison_where_there_are_no_two_versions(client, address):
    assert client.get(address).status_code == 404


def test_nobody_is_asked_to_agree_to_the_help(client):
    user = MembershipFactory().user
    give_consent(user=user, now=timezone.now())
    assert set(TermsConsent.objects.values_list("version__kind", flat=True)) == {"terms", "privacy"}
    TermsVersion.objects.create(
        kind=TermsKind.HELP, number=2, body="新しい", effective_on=timezone.localdate() - timedelta(days=1)
    )
    forget_versions()
    client.force_login(user)
    assert client.get("/me/").status_code == 200


def test_new_terms_are_told_of_before_asked_for_after_and_may_be_refused():
    user, other, gone = MembershipFactory().user, UserFactory(), UserFactory()
    for each in (user, gone):
        give_consent(user=each, now=timezone.now())
    User.objects.filter(pk=gone.pk).update(is_active=False)
    version = announce_terms(
        kind=TermsKind.TERMS, body="## 第1条\n新", effective_on=TOMORROW, actor=OperatorFactory(), now=timezone.now()
    )
    for _ in range(2):
        assert tell_of_new_terms(version_id=version.pk, now=timezone.now()) == 1
    mail = OutboxMail.objects.get(event="terms_announced")
    assert (mail.user, Notification.objects.get(event="terms_announced").user) == (user, user)
    assert version.get_absolute_url() in mail.body
    assert not OutboxMail.objects.filter(user__in=[other, gone], event="terms_announced").exists()
    client = Client()
    client.force_login(user)
    assert client.get("/me/").status_code == 200
    TermsVersion.objects.create(kind=TermsKind.TERMS, number=3, body="直ちに", effective_on=timezone.localdate())
    forget_versions()
    asked = client.get("/me/")
    assert asked["Location"].startswith("/terms/consent/")
    page = client.get(asked["Location"]).content.decode()
    assert reverse("accounts:account_delete") in page
    assert "/history/terms/3/" in page
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("accounts:account_delete")).status_code == 200
    assert client.get(reverse("accounts:own_data")).status_code == 200
    client.post(reverse("accounts:account_delete"), {"understood": "on"})
    assert User.objects.get(pk=user.pk).departed_at is not None


def test_the_notation_knows_parts_of_an_article():
    assert [(each.heading, each.level) for each in articles("## 一\n### 二\n本文")] == [("一", 2), ("二", 3)]
