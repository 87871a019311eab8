"""The audit trail: to be read, searched and exported, never changed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from accounts.actions.trails import export_trail
from accounts.admin.screens import ReadOnlyAdmin, in_words, operator_of
from accounts.audit_words import type_words, verb_words
from accounts.models import AuditEvent, Municipality, User
from accounts.trails import trail_of_body
from dss.csv_text import csv_lines

COLUMNS = ["at", "actor_key", "verb", "object_type", "object_id", "reason", "data"]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who (by pseudonymous key) did what to what, when and why."""

    list_display = ["at", "what", "thing", "who", "reason"]
    list_filter = ["at", ("object_type", in_words(type_words)), ("verb", in_words(verb_words))]
    fields = ["at", "what_exactly", "thing", "actor_key", "reason", "data"]
    readonly_fields = ["what_exactly", "thing"]
    search_fields = ["=object_id", "=actor_key", "reason"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    actions = ["export_csv"]
    list_per_page = 100
    show_full_result_count = False
    change_list_template = "admin/accounts/audit_list.html"

    def name_of(self, row: AuditEvent) -> str:
        return f"{date_format(timezone.localtime(row.at), 'Y年n月j日 H:i')} {verb_words(row.verb)}"

    def row_actions(self, request: HttpRequest) -> list[tuple[str, str]]:
        """One row is read here, not exported."""
        return []

    @admin.display(description="行為", ordering="verb")
    def what(self, row: AuditEvent) -> str:
        return verb_words(row.verb)

    @admin.display(description="行為")
    def what_exactly(self, row: AuditEvent) -> str:
        """With the code, as exports have it."""
        return f"{verb_words(row.verb)}（{row.verb}）"

    @admin.display(description="対象", ordering="object_type")
    def thing(self, row: AuditEvent) -> str:
        return f"{type_words(row.object_type)} {row.object_id}"

    @admin.display(description="行為者", ordering="actor_key")
    def who(self, row: AuditEvent) -> str:
        """The beginning of the key; it leads to everything else the person did."""
        key = str(row.actor_key or "")
        return format_html('<a href="?q={}" title="{}">{}…</a>', key, key, key[:8]) if key else "（自動）"

    def get_urls(self) -> list[URLPattern]:
        own = path("export/", self.admin_site.admin_view(self.export_found), name="accounts_auditevent_export")
        return [own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """An address stands for what its owner did, the code of a body for what its people did while they were."""
        word = search_term.strip()
        if "@" in word:
            keys = User.objects.filter(Q(email__iexact=word) | Q(emailaddress__email__iexact=word)).values("key")
            return queryset.filter(actor_key__in=keys), False
        body = Municipality.objects.filter(pk=word).first() if len(word) == 6 and word.isdigit() else None
        if body is not None:
            return queryset.filter(Q(pk__in=trail_of_body(body).values("pk")) | Q(object_id=word)), False
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description="選んだ行をCSVで書き出す")
    def export_csv(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> StreamingHttpResponse:
        return _exported(request, queryset.order_by("at", "pk"), {})

    @method_decorator(require_POST)
    def export_found(self, request: HttpRequest) -> StreamingHttpResponse:
        """Everything the list's filters and words find, on all its pages; the list's address says which."""
        changes = self.get_changelist_instance(request)
        found = changes.get_queryset(request).order_by("at", "pk")
        return _exported(request, found, {name: str(value)[:200] for name, value in request.GET.items()})


def _exported(request: HttpRequest, rows: QuerySet[AuditEvent], filters: dict[str, str]) -> StreamingHttpResponse:
    operator, lines = operator_of(request), rows.count()
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    export_trail(subject=operator, lines=lines, filters=filters, actor=operator, now=timezone.now())
    return csv_response(rows.filter(pk__lte=last), "audit")


def csv_response(rows: QuerySet[AuditEvent], name: str) -> StreamingHttpResponse:
    """The rows as a table, sent as it is read."""
    lines = csv_lines(COLUMNS, (_cells(row) for row in rows.iterator(chunk_size=500)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y%m%d}.csv"'
    return response


def _cells(row: AuditEvent) -> list[str]:
    at, key, data = row.at.isoformat(), str(row.actor_key or ""), json.dumps(row.data, ensure_ascii=False)
    return [at, key, row.verb, row.object_type, row.object_id, row.reason, data]
