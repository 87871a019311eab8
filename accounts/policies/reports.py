"""Who may report, and who decides about reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model

from accounts.enums import ReportStatus
from dss.access import ALLOWED, Decision, refuse

if TYPE_CHECKING:
    from accounts.models import Report, User


def can_report_object(user: User, obj: Model) -> Decision:
    """Anybody with an account may report what they can see."""
    return ALLOWED if user.is_active else refuse("停止中のアカウントでは通報できません。")


def can_resolve_report(user: User, report: Report) -> Decision:
    """Operators decide; not about what they reported themselves."""
    if not (user.is_staff and user.is_active):
        return refuse("通報への対応は、運営だけが行えます。")
    if report.reporter_id == user.pk:
        return refuse("自分が通報したものには、ほかの運営が対応します。")
    if report.status != ReportStatus.OPEN:
        return refuse("この通報はすでに対応済みです。")
    return ALLOWED
