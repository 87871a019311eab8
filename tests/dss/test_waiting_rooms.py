"""The operators' first page: what waits, how long, and the rows behind each line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.domains import recheck_domain
from accounts.actions.reports import report_object
from accounts.enums import DomainStatus
from accounts.models import AuditEvent, MunicipalDomain
from accounts.personas import persona_of
from catalog.actions import settle_disputed_adoption
from catalog.enums import AdoptionStatus
from catalog.models import Adoption
from dss.access import DomainError, PolicyRefused
from dss.waiting_rooms import waiting_for_operators
from tests.factories import (
    AdoptionFactory,
    MunicipalDomainFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def operator(client, settings):
    settings.OPERATOR_MFA = False
    person = OperatorFactory()
    client.force_login(person)
    return person


def waits(user):
    now = timezone.now()
    return {item.label: item for item in waiting_for_operators(user, persona_of(user, now), now)}


def old_domain(days):
    now = timezone.now()
    domain = MunicipalDomainFactory()
    facts = {"status": DomainStatus.VERIFIED, "verified_by": OperatorFactory(), "verified_at": now - days * DAY}
    MunicipalDomain.objects.filter(pk=domain.pk).update(**facts)
    return domain


def claimed(days, **facts):
    row = AdoptionFactory(**facts)
    Adoption.objects.filter(pk=row.pk).update(claimed_at=timezone.now() - days * DAY)
    return Adoption.objects.get(pk=row.pk)


def test_nothing_waits(client, operator):
    assert "待っているものはありません" in client.get("/admin/").content.decode()


def test_each_line_has_its_number_its_age_and_its_rows(client, operator):
    old_domain(400), old_domain(300)
    claimed(40), claimed(20)
    disputed = claimed(3)
    changes = {"status": AdoptionStatus.DISPUTED, "disputed_at": timezone.now() - 2 * DAY, "dispute_reason": "違う"}
    Adoption.objects.filter(pk=disputed.pk).update(**changes)
    report_object(target=PublishedServiceFactory(), reason="x", actor=UserFactory(), now=timezone.now() - 5 * DAY)
    OutboxMailFactory(status="failed", finished_at=timezone.now())
    page = client.get("/admin/").content.decode()
    items = waits(operator)
    expected = {
        "確認から1年が過ぎた自治体ドメイン",
        "30日たっても自治体の答えがない導入実績",
        "異議のある導入実績",
        "未対応の通報",
        "送信できていないメール",
    }
    assert expected <= set(items)
    assert "5日前" in page
    for label in expected:
        assert items[label].count == 1
        assert label in page
        rows = client.get(items[label].href).content.decode()
        assert rows.count('class="action-checkbox"') == 1, label


def test_the_first_page_asks_the_same_number_of_questions_however_much_waits(
    client, operator, django_assert_max_num_queries
):
    client.get("/admin/")
    counts = []
    for _ in range(2):
        claimed(40), old_domain(400)
        with django_assert_max_num_queries(20) as captured:
            client.get("/admin/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_domain_is_checked_again_for_a_year(operator):
    domain = old_domain(400)
    recheck_domain(domain=domain, reason="公式サイトで確認", actor=operator, now=timezone.now())
    assert not MunicipalDomain.objects.due_for_recheck(timezone.now()).exists()
    assert MunicipalDomain.objects.due_for_recheck(timezone.now() + 366 * DAY).exists()
    assert AuditEvent.objects.get(verb="recheck_domain").reason == "公式サイトで確認"
    with pytest.raises(PolicyRefused):
        recheck_domain(domain=domain, reason="x", actor=UserFactory(), now=timezone.now())
    with pytest.raises(DomainError):
        recheck_domain(domain=MunicipalDomainFactory(), reason="x", actor=operator, now=timezone.now())


def test_a_dispute_is_settled_with_a_reason_never_by_the_vendors_own(operator):
    row = claimed(3)
    with pytest.raises(DomainError):
        settle_disputed_adoption(adoption=row, reason="x", actor=operator, now=timezone.now())
    changes = {"status": AdoptionStatus.DISPUTED, "disputed_at": timezone.now(), "dispute_reason": "違う"}
    Adoption.objects.filter(pk=row.pk).update(**changes)
    insider = OperatorFactory()
    VendorMembershipFactory(user=insider, vendor=row.service.vendor)
    for actor in (UserFactory(), insider):
        with pytest.raises(PolicyRefused):
            settle_disputed_adoption(adoption=row, reason="x", actor=actor, now=timezone.now())
    settle_disputed_adoption(adoption=row, reason="両者に確認", actor=operator, now=timezone.now())
    row.refresh_from_db()
    assert row.status == AdoptionStatus.WITHDRAWN
    assert AuditEvent.objects.get(verb="adoption_dispute_settled").reason == "両者に確認"
