"""The audit trail: to be read, searched and exported, never changed."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from accounts.admin.screens import ReadOnlyAdmin
from accounts.models import AuditEvent

COLUMNS = ["at", "actor_key", "verb", "object_type", "object_id", "reason", "data"]


class _Echo:
    """A file for csv.writer whose write() hands the line back."""

    def write(self, line: str) -> str:
        return line


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who (by pseudonymous key) did what to what, when and why."""

    list_display = ["at", "verb", "object_type", "object_id", "actor_key", "reason"]
    list_filter = ["verb", "object_type", "at"]
    search_fields = ["=object_id", "=actor_key", "reason"]
    ordering = ["-at", "-pk"]
    actions = ["export_csv"]
    list_per_page = 100
    show_full_result_count = False

    @admin.action(description="選んだ行をCSVで書き出す")
    def export_csv(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> StreamingHttpResponse:
        name = f"audit-{timezone.localdate():%Y%m%d}.csv"
        lines = csv_lines(queryset.order_by("at", "pk"))
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def csv_lines(rows: QuerySet[AuditEvent]) -> Iterator[str]:
    """A header and one line per row, for a spreadsheet: with a byte order mark, and no cell that is a formula."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows.iterator(chunk_size=500):
        cells = [row.at.isoformat(), row.actor_key or "", row.verb, row.object_type, row.object_id, row.reason]
        yield writer.writerow([_harmless(str(cell)) for cell in [*cells, json.dumps(row.data, ensure_ascii=False)]])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
