"""The outbox as operators see it: what failed, and what nobody knows about."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions.mails import resend_mail
from accounts.admin.screens import ReadOnlyAdmin, run_with_reason
from accounts.models import OutboxMail


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """Bodies are not shown: they may quote what an operator may not read (inquiries, quotes), or hold a code."""

    fields = [
        "event",
        "instance_key",
        "to",
        "status",
        "attempts",
        "created_at",
        "claimed_at",
        "finished_at",
        "last_error",
    ]
    list_display = ["created_at", "event", "to", "status", "attempts", "finished_at", "last_error"]
    list_filter = ["status", "event", "created_at"]
    search_fields = ["=to", "=instance_key"]
    ordering = ["-created_at", "-pk"]
    actions = ["resend"]
    show_full_result_count = False

    @admin.action(description="送信失敗・結果不明のメールをもう一度送る")
    def resend(self, request: HttpRequest, queryset: QuerySet[OutboxMail]) -> HttpResponse | None:
        return run_with_reason(
            self,
            request,
            queryset,
            title="メールの再送",
            action_name="resend",
            run=lambda row, reason: resend_mail(mail=row, reason=reason, actor=request.user, now=timezone.now()),  # type: ignore[arg-type]
        )
