"""Find a listing and ask its vendor: for a draft at once, for an open request after a look at what happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Service, ServiceSearch
from catalog.search.paging import FoundThings, page_offset
from dss.access import DomainError
from procurement import actions
from procurement.models import QuoteRequest
from procurement.policies import can_edit_quote_request
from procurement.querysets import can_be_asked
from procurement.quote_calendar import can_still_invite, time_left
from procurement.views.quote_requests import own_request

PAGE_SIZE = 20
LONGEST_WORDS = 200


@require_safe
def quote_request_find(request: PersonRequest, pk: int) -> HttpResponse:
    """Listings whose vendors can answer, by words, page by page."""
    quote_request = _inviting(request, pk)
    listed = Service.objects.visible_to(request.user).published().filter(can_be_asked())
    words, asked = request.GET.get("q", "")[:LONGEST_WORDS].replace("\0", ""), request.GET.get("page", "")
    rows: Any = listed.by_recommendation().with_list_data()
    said: list[str] = []
    if words.strip():
        rows = FoundThings(words, ServiceSearch, listed)
        rows.show(lambda services: services.with_list_data(), limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
        said = rows.result.notes
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), asked, notes)
    context = {
        "quote_request": quote_request,
        "page": page,
        "notes": [*said, *notes],
        "words": words,
        "invited": set(quote_request.invitations.values_list("service_id", flat=True)),
    }
    return render(request, "procurement/quote_request_find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_invite(request: PersonRequest, pk: int, service: int) -> HttpResponse:
    """What asking this one means, and doing it."""
    quote_request = _inviting(request, pk)
    found = get_object_or_404(Service.objects.visible_to(request.user).select_related("vendor"), pk=service)
    if request.method == "POST":
        actions.invite_quote_service(request=quote_request, service=found, actor=request.user, now=timezone.now())
        messages.success(request, f"「{found.name}」を依頼先に加えました。")
        if quote_request.is_draft:
            return redirect("procurement:quote_request_find", pk=pk)
        return redirect(quote_request)
    deadline_at = quote_request.deadline_at
    left = time_left(timezone.now(), deadline_at) if deadline_at is not None else None
    context = {"quote_request": quote_request, "service": found, "left": left}
    return render(request, "procurement/quote_request_invite.html", context)


def _inviting(request: PersonRequest, pk: int) -> QuoteRequest:
    """One that can take another vendor; DomainError when it cannot any more."""
    quote_request = own_request(request, pk)
    can_edit_quote_request(request.user, quote_request).or_refuse()
    if quote_request.is_draft:
        return quote_request
    now = timezone.now()
    if quote_request.deadline_at is None or not quote_request.is_accepting_quotes(now):
        raise DomainError("受付中の見積依頼にだけ、依頼先を加えられます。")
    if not can_still_invite(now, quote_request.deadline_at):
        raise DomainError(
            "回答期限まで5営業日を切っているため、依頼先を加えられません。先に回答期限を延ばしてください。"
        )
    return quote_request
