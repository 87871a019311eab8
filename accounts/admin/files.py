"""The stored files as operators see them: which are missing or changed, and when the rounds ran."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin.screens import ReadOnlyAdmin, in_words
from accounts.audit_words import type_words
from accounts.models import FileRound, StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Names in the storage and numbers of rows alone: operators do not read quotes or drafts by this way."""

    list_display = ["owner", "state", "wrong_since", "checked_at", "name"]
    list_filter = ["state", ("owner_type", in_words(type_words))]
    search_fields = ["=name", "=owner_id"]
    ordering = ["-wrong_since", "-pk"]
    list_per_page = 100
    show_full_result_count = False

    @admin.display(description="記録")
    def owner(self, stored: StoredFile) -> str:
        """Which table's row names it, in words; by its bare name once the table is gone."""
        return f"{type_words(stored.owner_type)} {stored.owner_id}"


@admin.register(FileRound)
class FileRoundAdmin(ReadOnlyAdmin):
    """Whether the nightly rounds ran, and what came of them."""

    list_display = ["started_at", "kind", "files", "removed", "wrong", "remark"]
    list_filter = ["kind"]
    ordering = ["-started_at", "-pk"]
    show_full_result_count = False
