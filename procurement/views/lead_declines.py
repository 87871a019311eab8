"""The vendor says that it will not answer, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from dss.faults import form_status
from procurement import actions
from procurement.disclosure import lead_of
from procurement.forms import LeadDeclineForm
from procurement.models import Inquiry
from procurement.policies import can_answer_lead
from procurement.views.posting import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
def lead_decline(request: PersonRequest, pk: int) -> HttpResponse:
    """Decline with a reason the municipality reads."""
    addressed = Inquiry.objects.visible_to_vendor(request.user).with_list_data()
    inquiry = get_object_or_404(addressed, pk=pk)
    can_answer_lead(request.user, inquiry).or_refuse()
    form = LeadDeclineForm(request.POST if request.method == "POST" else None)
    declined = carried_out(
        form,
        lambda: actions.decline_lead(inquiry=inquiry, actor=request.user, now=timezone.now(), **form.cleaned_data),
    )
    if declined is not None:
        messages.success(request, "辞退することを自治体に伝えました。")
        return redirect("procurement:lead_detail", pk=pk)
    context = {"lead": lead_of(inquiry), "form": form}
    return render(request, "procurement/lead_decline.html", context, status=form_status(form))
