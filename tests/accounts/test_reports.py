"""通報: of what one can see, once, and answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from accounts.actions.reports import report_object, resolve_report
from accounts.enums import ReportStatus
from accounts.holdings import REPORTS
from accounts.models import AuditEvent, Notification, OutboxMail, Report, User, Vendor
from accounts.models.reports import REPORTED_LENGTH
from accounts.reports import Reportable, _reportables, register_reportable, reportable_for
from catalog.models import Review
from dss.access import DomainError, PolicyRefused
from tests.factories import OperatorFactory, PublishedServiceFactory, ReviewFactory, UserFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def target():
    return PublishedServiceFactory()


def _report(target, **changes):
    facts = {"target": target, "reason": "事実と違います", "actor": UserFactory(), "now": NOW}
    return report_object(**facts | changes)


@pytest.mark.django_db
def test_a_person_reports_what_they_see(client, target):
    user, operator = UserFactory(), OperatorFactory()
    client.force_login(user)
    page = client.get(f"/reports/new/service/{target.pk}/").content.decode()
    assert target.name in page
    response = client.post(f"/reports/new/service/{target.pk}/", {"reason": "住所が違います"})
    assert response["Location"] == target.get_absolute_url()
    report = Report.objects.get()
    assert (report.reporter, report.target, report.status) == (user, target, ReportStatus.OPEN)
    assert AuditEvent.objects.get(verb="report_object").actor_key == user.key
    mail = OutboxMail.objects.get(event="report_received")
    assert mail.user == operator
    assert f"/admin/accounts/report/{report.pk}/" in mail.body
    assert "住所が違います" not in mail.body


@pytest.mark.django_db
def test_an_empty_reason_is_shown_beside_the_field(client, target):
    client.force_login(UserFactory())
    response = client.post(f"/reports/new/service/{target.pk}/", {"reason": "  "})
    assert response.status_code == 200
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["nothing/1", "user/1", "service/0", f"service/{'9' * 30}", "auditevent/1"])
def test_what_cannot_be_seen_or_reported_is_404(client, path):
    client.force_login(UserFactory())
    assert client.get(f"/reports/new/{path}/").status_code == 404


@pytest.mark.django_db
def test_visibility_is_the_models_own(client, target):
    class Nothing:
        @staticmethod
        def visible_to(user):
            return Vendor.objects.none()

    register_reportable("hidden", type("Hidden", (), {"objects": Nothing}), "見えないもの", text=str)
    try:
        client.force_login(UserFactory())
        assert client.get(f"/reports/new/hidden/{target.pk}/").status_code == 404
    finally:
        del _reportables["hidden"]


def test_a_kind_is_declared_once():
    assert isinstance(_reportables["service"], Reportable)
    with pytest.raises(ValueError, match="twice"):
        register_reportable("service", User, "別", text=str)


@pytest.mark.django_db
def test_one_open_report_per_person_and_object(client, target):
    user = UserFactory()
    first = _report(target, actor=user)
    with pytest.raises(DomainError, match="すでに受け付けています"):
        _report(target, actor=user)
    client.force_login(user)
    assert client.post(f"/reports/new/service/{target.pk}/", {"reason": "もう一度"}).status_code == 409
    _report(target)
    resolve_report(report=first, status=ReportStatus.DISMISSED, resolution="問題なし", actor=OperatorFactory(), now=NOW)
    _report(target, actor=user)
    assert Report.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_submit_makes_one_report(target):
    user, barrier, errors = UserFactory(), Barrier(5), []

    def submit():
        barrier.wait()
        try:
            _report(target, actor=user)
        except DomainError as error:
            errors.append(error.message)
        connections.close_all()

    threads = [Thread(target=submit) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Report.objects.count(), len(errors)) == (1, 4)


@pytest.mark.django_db
def test_an_operator_reads_what_it_said_when_it_was_reported(client, settings):
    settings.OPERATOR_MFA = False
    operator, review = OperatorFactory(), ReviewFactory(good_points="前の文章です。", wishes="")
    report = _report(review)
    Review.objects.filter(pk=review.pk).update(good_points="あとの文章です。")
    client.force_login(operator)
    page = client.get(f"/admin/accounts/report/{report.pk}/change/")
    assert (page.context["text_then"], page.context["text_now"]) == ("前の文章です。", "あとの文章です。")
    assert "前の文章です。" in page.content.decode()
    assert "前の文章です。" not in OutboxMail.objects.get(event="report_received").body


@pytest.mark.django_db
def test_of_a_text_no_more_than_its_share_is_kept():
    review = ReviewFactory(good_points="長" * (REPORTED_LENGTH + 5))
    assert len(_report(review).reported_text) == REPORTED_LENGTH


@pytest.mark.django_db
def test_the_text_goes_a_year_after_the_answer(target):
    open_one, answered = _report(target), _report(target)
    resolve_report(report=answered, status=ReportStatus.UPHELD, resolution="x", actor=OperatorFactory(), now=NOW)
    (expiry,) = REPORTS.expiries
    assert expiry.run(NOW + timedelta(days=364)) == 0
    assert expiry.run(NOW + timedelta(days=366)) == 1
    texts = dict(Report.objects.values_list("pk", "reported_text"))
    assert texts[answered.pk] == ""
    assert target.name in texts[open_one.pk]


def test_every_kind_says_which_text_is_kept():
    for reportable in _reportables.values():
        assert reportable_for(reportable.model) is reportable


@pytest.mark.django_db
def test_the_reporter_is_told_the_outcome(target):
    report, operator = _report(target), OperatorFactory()
    resolve_report(report=report, status=ReportStatus.UPHELD, resolution="訂正を依頼しました", actor=operator, now=NOW)
    report.refresh_from_db()
    assert (report.status, report.resolved_by, report.resolved_at) == (ReportStatus.UPHELD, operator, NOW)
    assert "訂正を依頼しました" in OutboxMail.objects.get(event="report_resolved", user=report.reporter).body
    assert Notification.objects.filter(event="report_resolved", user=report.reporter).exists()
    assert AuditEvent.objects.get(verb="resolve_report").reason == "訂正を依頼しました"


@pytest.mark.django_db
def test_a_report_is_resolved_once_and_by_another_operator(target):
    operator = OperatorFactory()
    own = _report(target, actor=operator)
    with pytest.raises(PolicyRefused, match="ほかの運営"):
        resolve_report(report=own, status=ReportStatus.UPHELD, resolution="x", actor=operator, now=NOW)
    with pytest.raises(PolicyRefused, match="運営だけ"):
        resolve_report(report=own, status=ReportStatus.UPHELD, resolution="x", actor=UserFactory(), now=NOW)
    resolve_report(report=own, status=ReportStatus.UPHELD, resolution="x", actor=OperatorFactory(), now=NOW)
    with pytest.raises(DomainError, match="すでに対応済み"):
        resolve_report(report=own, status=ReportStatus.DISMISSED, resolution="y", actor=OperatorFactory(), now=NOW)


def test_transitions_name_every_state():
    assert set(Report.TRANSITIONS) == set(ReportStatus)
