"""The vendor's desk: threads as far as they were disclosed. Templates get a `Lead`, never the `Inquiry`."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.models import Brochure
from dss.access import DomainError
from dss.faults import UNPROCESSABLE, form_status, refuse_form
from procurement import actions
from procurement.answer_texts import appended, filled
from procurement.disclosure import entries_for_vendor, lead_of
from procurement.filters import InquiryFilter
from procurement.forms import ChosenTemplateForm, LeadAnswerForm
from procurement.inbox import assignee_name
from procurement.models import Inquiry
from procurement.policies import can_answer_lead, can_open_leads

PAGE_SIZE = 20


@require_safe
def lead_list(request: PersonRequest) -> HttpResponse:
    """What municipalities asked this vendor, latest step first."""
    can_open_leads(request.user).or_refuse()
    addressed = Inquiry.objects.visible_to_vendor(request.user).with_list_data().latest_first()
    found = InquiryFilter(request.GET, queryset=addressed)
    rows = found.qs if found.is_valid() else addressed.none()
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {"filter_form": found.form, "page": page, "notes": notes, "leads": [lead_of(row) for row in page]}
    return render(request, "procurement/lead_list.html", context)


@require_safe
def lead_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The thread, with the answer form."""
    return _thread(request, _addressed(request, pk), LeadAnswerForm(person=request.user))


@require_POST
def lead_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer the municipality."""
    inquiry = _addressed(request, pk)
    if "insert" in request.POST:
        return _with_template(request, inquiry)
    form = LeadAnswerForm(request.POST, request.FILES, person=request.user)
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "template"}
        if "preview" in request.POST:
            return _thread(request, inquiry, form, preview=data["body"])
        try:
            actions.answer_lead(inquiry=inquiry, actor=request.user, now=timezone.now(), **data)
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "回答を送信しました。")
            return redirect("procurement:lead_detail", pk=pk)
    return _thread(request, _addressed(request, pk), form)


def _with_template(request: PersonRequest, inquiry: Inquiry) -> HttpResponse:
    """The form again, with the chosen text block after what was written. Nothing is sent."""
    chosen = ChosenTemplateForm(request.POST, person=request.user)
    written = {name: request.POST.get(name, "") for name in ("body", "client_token")}
    form = LeadAnswerForm(initial={name: value for name, value in written.items() if value}, person=request.user)
    if chosen.is_valid():
        lead, vendor_name = lead_of(inquiry), inquiry.vendor.name
        block = filled(chosen.cleaned_data["template"].body, lead=lead, vendor_name=vendor_name, person=request.user)
        form.initial["body"] = appended(written["body"], block)
    return _thread(request, inquiry, form, template_errors=chosen.errors.get("template"))


@require_POST
def lead_mark_answered(request: PersonRequest, pk: int) -> HttpResponse:
    """Nothing needs to be written."""
    actions.mark_lead_answered(inquiry=_addressed(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "回答済みにしました。")
    return redirect("procurement:lead_detail", pk=pk)


@require_POST
def lead_hand_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the brochures uploaded since."""
    handed = actions.hand_over_brochures(inquiry=_addressed(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, f"資料を{len(handed)}件渡しました。")
    return redirect("procurement:lead_detail", pk=pk)


def _addressed(request: PersonRequest, pk: int) -> Inquiry:
    addressed = Inquiry.objects.visible_to_vendor(request.user).with_list_data()
    return get_object_or_404(addressed.select_related("assignment__assignee__user"), pk=pk)


def _thread(
    request: PersonRequest,
    inquiry: Inquiry,
    form: LeadAnswerForm,
    *,
    preview: str = "",
    template_errors: Collection[object] | None = None,
) -> HttpResponse:
    context = {
        "lead": lead_of(inquiry),
        "entries": entries_for_vendor(inquiry, inquiry.messages.in_order()),
        "handed": [handover.brochure for handover in inquiry.handovers.in_order()],
        "to_hand": Brochure.objects.offered()
        .filter(service=inquiry.service_id)
        .exclude(handovers__inquiry=inquiry)
        .in_order(),
        "form": form,
        "preview": preview,
        "template_errors": template_errors,
        "may_answer": can_answer_lead(request.user, inquiry),
        "assignee": assignee_name(inquiry),
        "vendor_name": inquiry.vendor.name,
    }
    status = UNPROCESSABLE if template_errors else form_status(form)
    return render(request, "procurement/lead_detail.html", context, status=status)
