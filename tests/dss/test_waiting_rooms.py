"""The operators' first page: what waits, how long, and the rows behind each line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions.bounces import lift_suspension
from accounts.actions.domains import recheck_domain
from accounts.actions.reports import report_object
from accounts.enums import DomainStatus, FileState, SuspensionCause
from accounts.models import AuditEvent, MembershipRequest, MunicipalDomain, StoredFile, SuspendedAddress
from accounts.personas import persona_of
from catalog.actions import settle_disputed_adoption
from catalog.enums import AdoptionStatus, DraftStatus
from catalog.models import Adoption
from dss import jobs
from dss.access import DomainError, PolicyRefused
from dss.waiting_rooms import waiting_for_operators
from tests.factories import (
    AdoptionFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    ServiceDraftFactory,
    ServiceFactory,
    UserFactory,
    VendorFactory,
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


def suspended(address, days):
    at = timezone.now() - days * DAY
    return SuspendedAddress.objects.create(address=address, cause=SuspensionCause.HARD, suspended_at=at)


def test_addresses_that_mails_are_kept_from_wait_until_somebody_lifts_them(client, operator):
    old, new = suspended("old@town.example", 9), suspended("new@town.example", 1)
    label = "配信を止めているメールアドレス"
    assert waits(operator)[label].since_at == old.suspended_at
    listed = client.get(waits(operator)[label].href).content.decode()
    assert "old@town.example" in listed
    assert "new@town.example" in listed
    lift_suspension(suspension=old, reason="電話で確認", actor=operator, now=timezone.now())
    assert (waits(operator)[label].count, waits(operator)[label].since_at) == (1, new.suspended_at)
    assert "old@town.example" not in client.get(waits(operator)[label].href).content.decode()


def test_jobs_that_wait_for_a_worker_are_one_sentence_and_no_row(client, operator):
    for key in range(3):
        jobs.enqueue("accounts.jobs.deliver_mail", mail_id=key)
    assert "ワーカーが動いていません" not in client.get("/admin/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = %s", [timezone.now() - timedelta(minutes=20)])
        page = client.get("/admin/").content.decode()
        assert "メールの送信など3件の処理が、20分前から待っています" in page
        assert "止まっているジョブ" not in waits(operator)
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert "ワーカーが動いていません" not in client.get("/admin/").content.decode()
    assert waits(operator)["止まっているジョブ"].count == 3


def asks_for_membership(person):
    MembershipRequest.objects.create(
        user=person, email_address_pk=person.pk, email=person.email, municipality=MunicipalityFactory(),
        department="総務課", telephone="000", rule="no-rule", created_at=timezone.now(),
    )  # fmt: skip


def dispute(**facts):
    row = claimed(3, **facts)
    changes = {"status": AdoptionStatus.DISPUTED, "disputed_at": timezone.now(), "dispute_reason": "違う"}
    Adoption.objects.filter(pk=row.pk).update(**changes)


def in_review(vendor):
    facts = {"status": DraftStatus.IN_REVIEW, "submitted_at": timezone.now()}
    ServiceDraftFactory(service=ServiceFactory(vendor=vendor), **facts)


def test_a_line_leads_to_as_many_rows_as_it_counts_also_where_some_are_the_operators_own(client, operator):
    own, other = VendorMembershipFactory(user=operator).vendor, VendorFactory()
    for person in (operator, UserFactory(), UserFactory()):
        asks_for_membership(person)
        MunicipalDomainFactory(proposed_by=person)
        report_object(target=PublishedServiceFactory(), reason="x", actor=person, now=timezone.now())
    for vendor in (own, other, other):
        dispute(service=ServiceFactory(vendor=vendor))
        in_review(vendor)
    StoredFile.objects.create(name="a", owner_id="1", state=FileState.MISSING, wrong_since=timezone.now())
    suspended("a@town.example", 1), OutboxMailFactory(status="unknown"), old_domain(400), claimed(40)
    items = waits(operator)
    for label in (
        "職員資格の申請",
        "確認を待っている自治体ドメイン",
        "未対応の通報",
        "異議のある導入実績",
        "審査を待っている掲載",
    ):
        assert items[label].count == 2, label
    for item in items.values():
        assert client.get(item.href).context["cl"].result_count == item.count, item.label
    assert client.get("/admin/accounts/membershiprequest/?status__exact=pending").context["cl"].result_count == 3


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
