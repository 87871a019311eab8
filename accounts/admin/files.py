"""The stored files as operators see them: which are missing or changed, and when the rounds ran."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin.screens import ReadOnlyAdmin
from accounts.models import FileRound, StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Names in the storage and numbers of rows alone: operators do not read quotes or drafts by this way."""

    list_display = ["name", "state", "owner_type", "owner_id", "wrong_since", "checked_at", "seen_at"]
    list_filter = ["state", "owner_type"]
    search_fields = ["=name", "=owner_id"]
    ordering = ["-wrong_since", "-pk"]
    list_per_page = 100
    show_full_result_count = False


@admin.register(FileRound)
class FileRoundAdmin(ReadOnlyAdmin):
    """Whether the nightly rounds ran, and what came of them."""

    list_display = ["started_at", "kind", "files", "removed", "wrong", "remark"]
    list_filter = ["kind"]
    ordering = ["-started_at", "-pk"]
    show_full_result_count = False
