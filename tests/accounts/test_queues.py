"""The operators' queues: audit trail, outbox, reports and terms in the admin."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import mail as django_mail

from accounts import audit, outbox
from accounts.actions.mails import resend_mail
from accounts.actions.reports import report_object
from accounts.enums import MailStatus, ReportStatus
from accounts.models import AuditEvent, OutboxMail, TermsVersion
from dss.access import PolicyRefused
from tests.factories import OperatorFactory, OutboxMailFactory, PublishedServiceFactory, UserFactory

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, settings):
    settings.OPERATOR_MFA = False
    person = OperatorFactory()
    client.force_login(person)
    return person


def _act(client, model, action, *rows, **more):
    path = f"/admin/accounts/{model}/"
    data = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], **more}
    return client.post(path, data, follow=True)


def test_the_job_queue_is_not_in_the_admin():
    assert not [model for model in admin.site._registry if model._meta.app_label == "procrastinate"]


@pytest.mark.parametrize("model", ["auditevent", "outboxmail", "report", "termsversion"])
def test_every_list_and_row_opens_and_nothing_can_be_changed(client, operator, model):
    row = {
        "auditevent": lambda: audit.record(actor=operator, verb="x", obj=operator, now=NOW),
        "outboxmail": OutboxMailFactory,
        "report": lambda: report_object(target=PublishedServiceFactory(), reason="x", actor=UserFactory(), now=NOW),
        "termsversion": lambda: TermsVersion.objects.first(),
    }[model]()
    assert client.get(f"/admin/accounts/{model}/").status_code == 200
    assert client.get(f"/admin/accounts/{model}/{row.pk}/change/").status_code == 200
    assert client.post(f"/admin/accounts/{model}/{row.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/accounts/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_trail_is_exported_for_a_spreadsheet_without_formulas(client, operator):
    rows = [audit.record(actor=operator, verb="x", obj=operator, now=NOW, reason=text) for text in ("=1+1", "ふつう")]
    response = client.post(
        "/admin/accounts/auditevent/", {"action": "export_csv", ACTION_CHECKBOX_NAME: [row.pk for row in rows]}
    )
    lines = response.getvalue().decode("utf-8").splitlines()
    assert lines[0] == "\ufeffat,actor_key,verb,object_type,object_id,reason,data"
    assert lines[1].endswith(",'=1+1,{}")
    assert lines[2].endswith(",ふつう,{}")
    assert str(operator.key) in lines[1]
    assert operator.email not in response.getvalue().decode("utf-8")


def test_a_lost_mail_is_sent_again_for_a_reason(client, operator):
    mail = OutboxMailFactory(status=MailStatus.UNKNOWN, attempts=1)
    assert "理由" in _act(client, "outboxmail", "resend", mail).content.decode()
    mail.refresh_from_db()
    assert mail.status == MailStatus.UNKNOWN
    _act(client, "outboxmail", "resend", mail, reason="先方に届いていないことを電話で確認")
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == (MailStatus.PENDING, 0)
    event = AuditEvent.objects.get(verb="resend_mail")
    assert (event.actor_key, event.reason) == (operator.key, "先方に届いていないことを電話で確認")
    outbox.deliver(mail_id=mail.pk, now=NOW)
    assert len(django_mail.outbox) == 1


@pytest.mark.parametrize("status", [MailStatus.PENDING, MailStatus.SENDING, MailStatus.SENT, MailStatus.WITHHELD])
def test_only_failed_or_lost_mails_are_sent_again(status):
    with pytest.raises(PolicyRefused, match="送信失敗か結果不明"):
        resend_mail(mail=OutboxMailFactory(status=status), reason="x", actor=OperatorFactory(), now=NOW)


def test_an_erased_code_is_not_sent_again():
    mail = OutboxMailFactory(status=MailStatus.FAILED, is_sensitive=True, body="")
    with pytest.raises(PolicyRefused, match="消去"):
        resend_mail(mail=mail, reason="x", actor=OperatorFactory(), now=NOW)


def test_sending_again_is_for_operators():
    with pytest.raises(PolicyRefused, match="運営だけ"):
        resend_mail(mail=OutboxMailFactory(status=MailStatus.FAILED), reason="x", actor=UserFactory(), now=NOW)


def test_the_outbox_shows_no_bodies(client, operator):
    mail = OutboxMailFactory(body="確認コード ABC-123", is_sensitive=True)
    for path in ("/admin/accounts/outboxmail/", f"/admin/accounts/outboxmail/{mail.pk}/change/"):
        assert "ABC-123" not in client.get(path).content.decode()


@pytest.mark.parametrize(("action", "status"), [("uphold", ReportStatus.UPHELD), ("dismiss", ReportStatus.DISMISSED)])
def test_a_report_is_resolved_with_a_reason(client, operator, action, status):
    service = PublishedServiceFactory()
    report = report_object(target=service, reason="事実と違います", actor=UserFactory(), now=NOW)
    assert service.get_absolute_url() in client.get("/admin/accounts/report/").content.decode()
    _act(client, "report", action, report, reason="事業者に確認しました")
    report.refresh_from_db()
    assert (report.status, report.resolution, report.resolved_by) == (status, "事業者に確認しました", operator)
    again = _act(client, "report", action, report, reason="もう一度").content.decode()
    assert "すでに対応済みです" in again
    assert OutboxMail.objects.filter(event="report_resolved").count() == 1


def test_a_new_version_of_the_terms_is_announced(client, operator):
    body = "## 第1条\n新しい本文"
    client.post("/admin/accounts/termsversion/add/", {"kind": "terms", "body": body, "effective_on": "2099-04-01"})
    version = TermsVersion.objects.get(kind="terms", number=2)
    assert (version.effective_on, version.body) == (date(2099, 4, 1), body)
    refused = client.post(
        "/admin/accounts/termsversion/add/", {"kind": "terms", "body": body, "effective_on": "2020-04-01"}
    )
    assert "明日以降" in refused.content.decode()
    assert TermsVersion.objects.filter(kind="terms").count() == 2
