"""The vendor's inbox: leads and requests for quotes in one list, to look through and to take along."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Service
from dss.downloads import attachment
from procurement import actions
from procurement.desk_exports import MOST_EXPORTED, inbox_csv, inbox_workbook
from procurement.forms import InboxForm
from procurement.inbox import all_rows, rows_of
from procurement.inbox_filter import found_keys
from procurement.policies import can_open_desk
from procurement.spreadsheets import XLSX

PAGE_SIZE = 20


@require_safe
def desk_inbox(request: PersonRequest) -> HttpResponse:
    """What waits for the vendor by its deadline, then the rest."""
    can_open_desk(request.user).or_refuse()
    form = _form(request)
    now = timezone.now()
    notes: list[str] = []
    keys = found_keys(form, request.user, now)
    page = repaired_page(Paginator(keys, PAGE_SIZE), request.GET.get("page", ""), notes)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": rows_of(page, request.user, now),
        "notes": notes,
        "query": query.urlencode(),
        "most": MOST_EXPORTED,
    }
    return render(request, "procurement/desk_inbox.html", context)


@require_safe
def desk_inbox_csv(request: PersonRequest) -> FileResponse:
    """The same rows, as a file."""
    rows = _exported(request, "csv")
    return attachment(inbox_csv(rows), _name(), ending=".csv", media_type="text/csv; charset=utf-8")


@require_safe
def desk_inbox_workbook(request: PersonRequest) -> FileResponse:
    """The same rows, as a workbook."""
    rows = _exported(request, "xlsx")
    return attachment(inbox_workbook(rows), _name(), ending=".xlsx", media_type=XLSX)


def _form(request: PersonRequest) -> InboxForm:
    return InboxForm(request.GET, services=Service.objects.editable_by(request.user).select_related("current"))


def _exported(request: PersonRequest, file_format: str) -> list[Any]:
    can_open_desk(request.user).or_refuse()
    now = timezone.now()
    keys: QuerySet[Any] = found_keys(_form(request), request.user, now)
    rows = list(all_rows(keys, request.user, now, most=MOST_EXPORTED))
    vendor = request.persona.vendor
    if vendor is not None:
        actions.note_inbox_export(vendor=vendor, file_format=file_format, rows=len(rows), actor=request.user, now=now)
    return rows


def _name() -> str:
    return f"問い合わせと見積依頼_{timezone.localdate():%Y%m%d}"
