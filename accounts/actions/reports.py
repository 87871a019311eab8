"""Reporting an object, and deciding about a report."""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.audit import record
from accounts.emails import send_report_received, send_report_resolved
from accounts.enums import ReportStatus
from accounts.models import Report, User
from accounts.policies.reports import can_report_object, can_resolve_report
from accounts.reports import text_of
from dss.access import DomainError


@transaction.atomic
def report_object(*, target: Model, reason: str, actor: User, now: datetime) -> Report:
    """Put `target` before the operators, with what it says now. One open report per person and object."""
    can_report_object(actor, target).or_refuse()
    content_type = ContentType.objects.get_for_model(target)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                content_type=content_type,
                object_id=target.pk,
                reporter=actor,
                reason=reason,
                reported_text=text_of(target),
                created_at=now,
            )
    except IntegrityError:
        raise DomainError("この内容への通報はすでに受け付けています。運営の対応をお待ちください。") from None
    record(actor=actor, verb="report_object", obj=report, now=now, data={"target": target._meta.label_lower})
    send_report_received(report=report, now=now)
    return report


@transaction.atomic
def resolve_report(*, report: Report, status: ReportStatus, resolution: str, actor: User, now: datetime) -> None:
    """Uphold or dismiss; the reporter is told what was done."""
    locked = Report.objects.select_for_update(of=["self"]).select_related("reporter").get(pk=report.pk)
    if status not in Report.TRANSITIONS[ReportStatus(locked.status)]:
        raise DomainError("この通報はすでに対応済みです。")
    can_resolve_report(actor, locked).or_refuse()
    locked.status = status
    locked.resolution = resolution
    locked.resolved_by = actor
    locked.resolved_at = now
    locked.save(update_fields=["status", "resolution", "resolved_by", "resolved_at"])
    record(actor=actor, verb="resolve_report", obj=locked, now=now, reason=resolution, data={"status": status})
    send_report_resolved(report=locked, now=now)
