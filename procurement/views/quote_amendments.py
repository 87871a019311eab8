"""An open request asked differently."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from dss.access import DomainError
from procurement import actions
from procurement.actions import TERMS
from procurement.forms import AmendmentForm, BaseQuoteItemFormSet, QuoteItemFormSet, ShownRevisionForm
from procurement.models import QuoteRequest
from procurement.policies import can_amend_quote_request
from procurement.quote_calendar import can_still_amend, time_left
from procurement.views.quote_requests import own_request, status_of


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_amend(request: PersonRequest, pk: int) -> HttpResponse:
    """Change conditions, lines and files before the deadline, for every vendor at once."""
    quote_request = own_request(request, pk)
    can_amend_quote_request(request.user, quote_request).or_refuse()
    now = timezone.now()
    if quote_request.deadline_at is None or not quote_request.is_accepting_quotes(now):
        raise DomainError("受付中の見積依頼だけ、内容を変更できます。")
    is_sent = request.method == "POST"
    form, formset, shown = _forms(request, quote_request)
    conflict = ""
    is_good = is_sent and all([form.is_valid(), formset.is_valid(), shown.is_valid()])
    is_checked = is_good and "check" in request.POST
    if is_good and not is_checked:
        try:
            actions.amend_quote_request(
                request=quote_request,
                facts=form.facts(formset.items()),
                revision=shown.cleaned_data["revision"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            conflict = error.message
            shown = ShownRevisionForm(initial={"revision": own_request(request, pk).revision})
        else:
            messages.success(request, "内容を変更しました。依頼先の事業者すべてにお知らせします。")
            return redirect(quote_request)
    has_errors = is_sent and (form.errors or formset.total_error_count() or shown.errors)
    context = {"quote_request": quote_request, "form": form, "formset": formset, "shown": shown, "conflict": conflict}
    context |= {
        "is_checked": is_checked,
        "left": time_left(now, quote_request.deadline_at),
        "has_time": can_still_amend(now, quote_request.deadline_at),
    }
    return render(request, "procurement/quote_request_amend.html", context, status=status_of(has_errors, conflict))


def _forms(
    request: PersonRequest, quote_request: QuoteRequest
) -> tuple[AmendmentForm, BaseQuoteItemFormSet, ShownRevisionForm]:
    """What stands there now, or what was sent."""
    is_sent = request.method == "POST"
    form = AmendmentForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        files=quote_request.attachments.current().in_order(),
        invitations=quote_request.invitations.with_names(),
        initial={name: getattr(quote_request, name) for name in TERMS},
    )
    lines = list(quote_request.items.current().values("label", "kind", "description"))
    formset = QuoteItemFormSet(request.POST if is_sent else None, initial=lines)
    shown = ShownRevisionForm(request.POST if is_sent else None, initial={"revision": quote_request.revision})
    return form, formset, shown
