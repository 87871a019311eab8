"""What is kept is declared for every table, and what is declared happens."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import CASCADE
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.actions.reports import report_object, resolve_report
from accounts.audit import record
from accounts.enums import MailStatus, MembershipStatus, ReportStatus, RequestStatus, VendorRole
from accounts.jobs import erase_what_expired
from accounts.models import (
    AdvisorInvitation,
    AuditEvent,
    ColleagueInvitation,
    DataExport,
    MembershipRequest,
    Notification,
    SuspendedAddress,
    User,
    VendorInvitation,
)
from catalog.models import CatalogVisit, ServiceViews
from dss import holdings
from dss.holdings import all_holdings, erase_expired
from tests.factories import (
    EmailAddressFactory,
    MembershipFactory,
    MunicipalityFactory,
    NotificationFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    UserFactory,
    VendorFactory,
)

NOW = datetime(2026, 11, 28, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_every_table_of_every_app_is_declared_once():
    named = Counter(label for holding in all_holdings() for label in holding.models)
    proxies_and_views = {"pghistory.Events", "pghistory.MiddlewareEvents"}
    existing = {model._meta.label for model in apps.get_models(include_auto_created=True)} - proxies_and_views
    assert existing - set(named) == set(), "a new model: say in its room's holdings.py what is kept, why and how long"
    assert set(named) - existing == set()
    assert [label for label, times in named.items() if times > 1] == []


def test_every_row_that_goes_with_the_person_is_handed_to_them():
    """A new table that hangs on the person has to be offered to them; those here tell nothing beyond the others."""
    bare = {
        *("accounts.User_groups", "accounts.User_user_permissions", "admin.LogEntry"),
        *("forums.AnswerCallee", "forums.BoardEndorsement", "forums.BoardHandover", "forums.PostMention"),
        *("forums.EventQuestionVote", "forums.ThemeWishVote", "forums.ReadingLine"),
    }
    offered = {own.model for holding in all_holdings() for own in holding.own}
    hanging = {
        relation.related_model._meta.label
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) is CASCADE
    }
    assert hanging - offered == bare


def test_what_is_offered_exists_and_stands_with_its_table():
    for holding in all_holdings():
        for own in holding.own:
            fields = {field.name for field in apps.get_model(own.model)._meta.concrete_fields}
            assert own.model in holding.models
            assert set(own.columns) <= fields
            assert set(own.by) <= fields | {"pk"}


def test_the_jobs_that_are_named_run_by_the_clock():
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {name for holding in all_holdings() for name in holding.own_jobs} <= periodic
    assert "accounts.jobs.erase_what_expired" in periodic


def test_the_page_says_it(client):
    page = client.get("/privacy/data/").content.decode()
    for holding in all_holdings():
        assert holding.title in page
        assert holding.kept in page
        for expiry in holding.expiries:
            assert f"{expiry.what}：{expiry.period}" in page


def _mail(at, **changes):
    facts = {"status": MailStatus.SENT, "finished_at": at, "subject": "件名", "body": "本文"}
    return OutboxMailFactory(**(facts | changes))


def _invitation(model, at, **changes):
    facts = {
        "email": f"{at.timestamp()}@mail.example",
        "token_sha256": f"{at.timestamp()}",
        "created_at": at,
        "expires_at": at,
    }
    return model.objects.create(invited_by=UserFactory(), **(facts | changes))


def _request(at):
    address = EmailAddressFactory()
    return MembershipRequest.objects.create(
        user=address.user, email_address_pk=address.pk, email=address.email, municipality=MunicipalityFactory(),
        department="課", telephone="0120", evidence="名簿", rule="x", status=RequestStatus.APPROVED,
        created_at=at, decided_at=at, decided_by=OperatorFactory(),
    )  # fmt: skip


def _log(at):
    entry = LogEntry.objects.create(user=OperatorFactory(), action_flag=1, object_repr="x")
    LogEntry.objects.filter(pk=entry.pk).update(action_time=at)
    return entry


def _report(at):
    report = report_object(target=PublishedServiceFactory(), reason="x", actor=UserFactory(), now=at)
    resolve_report(report=report, status=ReportStatus.DISMISSED, resolution="x", actor=OperatorFactory(), now=at)
    return report


#: For each expiry: a row whose time began at this moment.
MAKE = {
    "アドレスの確認": lambda at: EmailConfirmation.objects.create(
        email_address=EmailAddressFactory(), created=at, key=f"{at.timestamp()}"
    ),
    "判断が済んだ申請の電話番号と手がかり": _request,
    "終わった資格のアドレス": lambda at: MembershipFactory(status=MembershipStatus.ENDED, ended_at=at),
    "同僚の招待": lambda at: ColleagueInvitation.objects.create(
        municipality=MunicipalityFactory(), invited_by=UserFactory(), email="y@mail.example", created_at=at
    ),
    "使われた・取り消したチームの招待のアドレス": lambda at: _invitation(
        VendorInvitation, at, vendor=VendorFactory(), role=VendorRole.EDITOR, accepted_at=at
    ),
    "期限の切れたチームの招待": lambda at: _invitation(
        VendorInvitation, at, vendor=VendorFactory(), role=VendorRole.EDITOR
    ),
    "使われた・取り消したアドバイザーの招待のアドレス": lambda at: _invitation(
        AdvisorInvitation, at, affiliation="大学", fields="防災", withdrawn_at=at
    ),
    "期限の切れたアドバイザーの招待": lambda at: _invitation(AdvisorInvitation, at, affiliation="大学", fields="防災"),
    "送り終えたメールの件名と本文": _mail,
    "アカウントの削除をお知らせしたメール": lambda at: _mail(at, event="account_deleted"),
    "メールの送信の記録": lambda at: _mail(at, status=MailStatus.FAILED),
    "データの写し": lambda at: DataExport.objects.create(user=UserFactory(), asked_at=at),
    "送信を再開したアドレス": lambda at: SuspendedAddress.objects.create(
        address=f"{at.timestamp()}@mail.example", cause="hard", suspended_at=at, lifted_at=at
    ),
    "お知らせ": lambda at: NotificationFactory(created_at=at),
    "対応が済んだ通報に控えた文章": _report,
    "操作の記録": lambda at: record(actor=UserFactory(), verb="x", obj=VendorFactory(), now=at),
    "運営画面の履歴": _log,
    "期限の切れたログイン": lambda at: Session.objects.create(
        session_key=f"{at.timestamp()}"[:40], session_data="x", expire_date=at
    ),
    "一覧を前に見た日時": lambda at: CatalogVisit.objects.create(user=UserFactory(), began_at=at),
    "閲覧数": lambda at: ServiceViews.objects.create(
        service=PublishedServiceFactory(), day=timezone.localdate(at), views=3
    ),
}
EXPIRIES = [(holding.key, expiry) for holding in all_holdings() for expiry in holding.expiries]


@pytest.mark.parametrize(("key", "expiry"), EXPIRIES, ids=[expiry.what for _, expiry in EXPIRIES])
def test_a_row_goes_when_its_time_is_over_and_not_a_day_before(key, expiry):
    make = MAKE[expiry.what]
    inside = make(NOW - expiry.after + timedelta(days=1))
    outside = make(NOW - expiry.after - timedelta(days=1))
    kept_before = type(inside).objects.filter(pk=inside.pk).values().get()
    assert expiry.run(NOW) == 1
    rows = type(inside).objects
    assert rows.filter(pk=inside.pk).values().get() == kept_before
    if expiry.erased is None:
        assert not rows.filter(pk=outside.pk).exists()
    else:
        assert rows.filter(pk=outside.pk, **expiry.erased).exists()
    assert expiry.run(NOW) == 0


def test_what_is_still_needed_stays():
    old = NOW - timedelta(days=4000)
    waiting = OutboxMailFactory(status=MailStatus.PENDING, created_at=old)
    failed = _mail(NOW - timedelta(days=100), status=MailStatus.FAILED)
    membership = MembershipFactory(granted_at=old)
    erase_expired(NOW)
    for row in (waiting, failed, membership):
        before = type(row).objects.filter(pk=row.pk).values().get()
        assert "" not in (before.get("body"), before.get("email"))


def test_the_night_erases_in_batches_whatever_lies_there(monkeypatch):
    monkeypatch.setattr(holdings, "BATCH", 2)
    for days in range(5):
        NotificationFactory(created_at=NOW - timedelta(days=400 + days))
        _mail(NOW - timedelta(days=40 + days))
    assert erase_expired(NOW) == {"notifications": 5, "mail": 5}
    assert not Notification.objects.exists()
    assert erase_expired(NOW) == {}


def test_the_job_runs_all_of_it():
    event = record(actor=None, verb="x", obj=VendorFactory(), now=NOW - timedelta(days=11 * 365))
    erase_what_expired(now=NOW)
    assert not AuditEvent.objects.filter(pk=event.pk).exists()
