"""Versioned terms: readable in every version, changed only by a new one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.actions.terms import announce_terms, give_consent
from accounts.enums import TermsKind
from accounts.models import AuditEvent, TermsConsent, TermsVersion
from accounts.terms_text import articles
from dss.access import DomainError, PolicyRefused
from tests.factories import OperatorFactory, UserFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _announce(effective_on, **changes):
    return announce_terms(
        **{
            "kind": TermsKind.TERMS,
            "body": "前文\n\n## 第1条 試験\n本文です。\n- 一つ目\n- 二つ目",
            "effective_on": effective_on,
            "actor": OperatorFactory(),
            "now": NOW,
            **changes,
        }
    )


@pytest.mark.parametrize(("path", "title"), [("/terms/", "利用規約"), ("/privacy/", "プライバシーポリシー")])
def test_a_visitor_reads_the_version_in_force(client, path, title):
    page = client.get(path).content.decode()
    assert f"<h1>{title}</h1>" in page.replace("\n", "") or title in page
    assert "第1版" in page
    assert "<li>" in page
    assert "## " not in page


def test_an_announced_version_is_readable_but_not_yet_in_force(client):
    _announce(date(2099, 4, 1))
    assert "第1版" in client.get("/terms/").content.decode()
    announced = client.get("/terms/2/").content.decode()
    assert "これから施行される版です" in announced
    assert "二つ目" in announced


def test_an_older_version_says_so(client):
    TermsVersion.objects.create(kind=TermsKind.TERMS, number=2, body="新しい版", effective_on=date(2026, 11, 2))
    assert "新しい版" in client.get("/terms/").content.decode()
    assert "過去の版です" in client.get("/terms/1/").content.decode()


@pytest.mark.parametrize("path", ["/terms/99/", "/privacy/0/", f"/terms/{'9' * 30}/"])
def test_a_version_that_never_was_is_404(client, path):
    assert client.get(path).status_code == 404


def test_consent_names_the_versions_in_force_once():
    user = UserFactory()
    for _ in range(2):
        give_consent(user=user, now=NOW)
    consents = TermsConsent.objects.filter(user=user).select_related("version")
    assert sorted((c.version.kind, c.version.number, c.given_at) for c in consents) == [
        ("privacy", 1, NOW),
        ("terms", 1, NOW),
    ]


def test_consent_skips_what_is_only_announced():
    _announce(date(2026, 11, 24))
    user = UserFactory()
    give_consent(user=user, now=NOW)
    assert TermsConsent.objects.filter(user=user, version__kind="terms").get().version.number == 1


def test_announcing_is_for_operators_and_leaves_a_trace():
    version = _announce(date(2026, 12, 10))
    assert version.number == 2
    assert AuditEvent.objects.get(verb="announce_terms").object_id == str(version.pk)
    with pytest.raises(PolicyRefused):
        _announce(date(2026, 12, 10), actor=UserFactory())


def test_terms_never_take_effect_in_the_past():
    with pytest.raises(DomainError, match="明日以降"):
        _announce(date(2026, 11, 23))


def test_a_version_cannot_be_edited():
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TermsVersion.objects.filter(number=1).update(body="書き換え")


def test_the_notation_makes_articles_with_paragraphs_and_lists():
    preamble, first = articles("前文\n\n## 第1条\n本文\n- 一\n- 二\n結び\n- 三")
    assert [block.paragraph for block in preamble.blocks] == ["前文"]
    assert [(block.paragraph, block.items) for block in first.blocks] == [
        ("本文", []),
        ("", ["一", "二"]),
        ("結び", []),
        ("", ["三"]),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after the tables were emptied"])
def test_the_first_terms_are_there_after_a_transactional_test(client, time):
    assert client.get("/terms/").status_code == 200
