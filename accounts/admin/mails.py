"""The outbox as operators see it: what failed, and what nobody knows about."""

from __future__ import annotations

from django.contrib import admin

from accounts.actions.mails import resend_mail
from accounts.admin.screens import ReadOnlyAdmin, in_words, with_reason
from accounts.models import OutboxMail
from accounts.notification_events import label_of


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    """Bodies are not shown: they may quote what an operator may not read (inquiries, quotes), or hold a code."""

    fields = [
        "told_of",
        "instance_key",
        "to",
        "status",
        "attempts",
        "created_at",
        "claimed_at",
        "finished_at",
        "last_error",
    ]
    readonly_fields = ["told_of"]
    list_display = ["created_at", "told_of", "to", "status", "attempts", "finished_at", "last_error"]
    list_filter = ["status", ("event", in_words(label_of)), "created_at"]
    search_fields = ["=to", "=instance_key"]
    ordering = ["-created_at", "-pk"]
    actions = [
        with_reason("resend", "送信失敗・結果不明のメールをもう一度送る", "メールの再送", resend_mail, row="mail")
    ]
    show_full_result_count = False

    def name_of(self, row: OutboxMail) -> str:
        return f"{row.to}への「{label_of(row.event)}」"

    @admin.display(description="お知らせの種類", ordering="event")
    def told_of(self, row: OutboxMail) -> str:
        return label_of(row.event)
