"""How often a person gets a copy of their own data."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.enums import ExportStatus
from accounts.models import DataExport, User
from dss.access import ALLOWED, Decision, refuse

BETWEEN_EXPORTS = timedelta(hours=24)


def can_ask_export(user: User, subject: object = None) -> Decision:
    """One at a time, one a day."""
    if not user.is_active:
        return refuse("停止中のアカウントでは、データの写しを作れません。")
    own = DataExport.objects.filter(user=user)
    if own.filter(status=ExportStatus.WAITING).exists():
        return refuse("データの写しを作成しています。できあがるまでお待ちください。")
    if own.filter(asked_at__gt=timezone.now() - BETWEEN_EXPORTS).exists():
        return refuse("データの写しを作れるのは、24時間に1回です。")
    return ALLOWED
