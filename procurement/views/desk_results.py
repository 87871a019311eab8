"""What became of a vendor's quotes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from procurement.forms import ResultForm
from procurement.models import QuoteInvitation
from procurement.outcome_notices import notices_of
from procurement.policies import can_open_desk

PAGE_SIZE = 20


@require_safe
def desk_result_list(request: PersonRequest) -> HttpResponse:
    """Won, lost and called off, with what the municipality chose to tell."""
    can_open_desk(request.user).or_refuse()
    form = ResultForm(request.GET)
    result = form.cleaned_data["result"] if form.is_valid() else ""
    notes = [] if form.is_valid() else ["絞り込みの指定が正しくないため、何も表示していません。"]
    own = QuoteInvitation.objects.visible_to_vendor(request.user).concluded(result)
    own = own if form.is_valid() else own.none()
    rows = own.with_list_data(timezone.now()).latest_result_first()
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    notices = notices_of(page)
    context = {
        "result": result,
        "tabs": [("", "すべて"), *ResultForm.base_fields["result"].choices],  # type: ignore[attr-defined]
        "page": page,
        "rows": [(invitation, notices.get(invitation.pk)) for invitation in page],
        "notes": notes,
    }
    return render(request, "procurement/desk_result_list.html", context)
