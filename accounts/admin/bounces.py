"""What mail servers answered, and the addresses that get no mails for now, as operators see and lift them."""

from __future__ import annotations

from django.contrib import admin

from accounts.actions.bounces import lift_suspension
from accounts.admin.screens import ReadOnlyAdmin, with_reason
from accounts.models import MailBounce, SuspendedAddress


@admin.register(SuspendedAddress)
class SuspendedAddressAdmin(ReadOnlyAdmin):
    """Lifting one needs a reason; the person can also do it with a code."""

    fields = ["address", "user", "cause", "detail", "suspended_at", "lifted_at"]
    list_display = ["address", "user", "cause", "detail", "suspended_at", "lifted_at"]
    list_select_related = ["user"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter), "cause", "suspended_at"]
    search_fields = ["=address"]
    ordering = ["-suspended_at", "-pk"]
    actions = [
        with_reason("lift", "選んだアドレスへのメールを再開する", "メールの再開", lift_suspension, row="suspension")
    ]
    show_full_result_count = False


@admin.register(MailBounce)
class MailBounceAdmin(ReadOnlyAdmin):
    """Every answer that came back, with the mail it was about."""

    fields = ["mail", "kind", "address", "detail", "received_at"]
    list_display = ["received_at", "kind", "address", "detail"]
    list_filter = ["kind", "received_at"]
    search_fields = ["=address"]
    ordering = ["-received_at", "-pk"]
    show_full_result_count = False
