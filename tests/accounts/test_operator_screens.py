"""What operators read and press: names instead of numbers and codes, and the steps on the row's own page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.actions.reports import report_object
from accounts.enums import ReportStatus, RequestStatus
from accounts.models import AuditEvent, MembershipRequest, OutboxMail, Report
from accounts.notification_events import event_of
from tests.factories import MunicipalityFactory, OperatorFactory, PublishedServiceFactory, ReviewFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def operator(client, settings):
    settings.OPERATOR_MFA = False
    person = OperatorFactory()
    client.force_login(person)
    return person


def page(client, name, *args, query=""):
    response = client.get(reverse(f"admin:accounts_{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def buttons(text):
    """The steps offered below the row: name of the action and its label."""
    found = re.search(r'<form[^>]*class="row-actions".*?</form>', text, re.S)
    return dict(re.findall(r'name="action" value="(\w+)">(.*?)</button>', found[0])) if found else {}


@pytest.fixture
def report():
    review = ReviewFactory(good_points="困った文章です。")
    return report_object(target=review, reason="広告に見えます。", actor=UserFactory(), now=NOW)


def test_a_report_is_named_by_what_was_reported(client, report):
    text = page(client, "report_change", report.pk)
    assert f"「{report.target.service.name}」へのレビュー" in text
    assert "レビューへの通報「広告に見えます。」" in text
    assert buttons(text) == {"uphold": "「対応済み」にする", "dismiss": "「対応不要」にする"}


def test_a_report_is_dealt_with_from_its_own_page(client, report):
    changelist = reverse("admin:accounts_report_changelist")
    pressed = {"action": "uphold", ACTION_CHECKBOX_NAME: report.pk}
    asked = client.post(changelist, pressed).content.decode()
    assert "レビューへの通報「広告に見えます。」" in asked
    done = client.post(changelist, {**pressed, "reason": "非表示にしました。"}, follow=True).content.decode()
    assert "レビューへの通報「広告に見えます。」：処理しました。" in done
    report.refresh_from_db()
    assert (report.status, report.resolution) == (ReportStatus.UPHELD, "非表示にしました。")


def test_reports_are_filtered_by_what_can_be_reported(client, report):
    service = PublishedServiceFactory()
    report_object(target=service, reason="料金が違います。", actor=UserFactory(), now=NOW)
    text = page(client, "report_changelist")
    assert "event" not in re.search(r'<nav id="changelist-filter".*?</nav>', text, re.S)[0].lower()
    assert "?kind=review" in text
    shown = page(client, "report_changelist", query="?kind=service")
    assert "料金が違います。" in shown
    assert "広告に見えます。" not in shown
    assert Report.objects.count() == 2


def test_the_trail_is_read_in_japanese_and_in_the_time_of_tokyo(client):
    person = UserFactory()
    event = audit.record(actor=person, verb="review_marked", obj=PublishedServiceFactory(), now=NOW)
    listed = page(client, "auditevent_changelist")
    assert "レビューの「参考になった」を付け外しした" in listed
    assert f"サービス {event.object_id}" in listed
    assert f'href="?q={person.key}"' in listed
    assert '<a href="?verb=review_marked">' in listed  # the address keeps the code
    one = page(client, "auditevent_change", event.pk)
    assert "2026年11月23日 12:00" in one
    assert buttons(one) == {}


def test_a_request_says_why_it_needs_a_person_and_is_decided_on_its_page(client):
    body = MunicipalityFactory()
    request = MembershipRequest.objects.create(
        user=UserFactory(), email="x@body.example", email_address_pk=1, municipality=body,
        department="総務課", telephone="000", rule="no-rule", created_at=NOW,
    )  # fmt: skip
    text = page(client, "membershiprequest_change", request.pk)
    assert "当てはまる決まりがない" in text
    assert "no-rule" not in text
    assert f"x@body.example（{body.full_name}）" in text
    assert set(buttons(text)) == {"approve", "reject"}
    address = reverse("admin:accounts_membershiprequest_changelist")
    client.post(address, {"action": "reject", ACTION_CHECKBOX_NAME: request.pk, "reason": "確認できません。"})
    request.refresh_from_db()
    assert request.status == RequestStatus.REJECTED
    assert AuditEvent.objects.get(verb="reject_membership_request").reason == "確認できません。"


def test_a_new_version_of_a_page_is_named_by_its_number(client):
    words = {"kind": "help", "body": "## 新しいヘルプ", "effective_on": timezone.localdate() + timedelta(days=20)}
    done = client.post(reverse("admin:accounts_termsversion_add"), words, follow=True).content.decode()
    assert "ヘルプ 第2版" in done
    assert "None" not in done


def test_the_outbox_names_what_its_mails_tell_of(client, report):
    mail = OutboxMail.objects.get(event="report_received")
    label = event_of("report_received").label
    listed = page(client, "outboxmail_changelist")
    assert '<a href="?event=report_received">' in listed
    assert ">report_received<" not in listed
    assert f"{mail.to}への「{label}」" in page(client, "outboxmail_change", mail.pk)


def test_a_review_is_named_by_its_listing_and_body(client, report):
    review = report.target
    name = f"「{review.service.name}」へのレビュー（{review.municipality.full_name}）"
    assert name in client.get(reverse("admin:catalog_review_change", args=[review.pk])).content.decode()


def test_a_list_is_called_what_it_is(client, report):
    assert "<h1>通報の一覧</h1>" in page(client, "report_changelist")
