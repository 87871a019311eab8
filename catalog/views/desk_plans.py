"""料金プラン on the vendor's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from catalog import actions
from catalog.forms import PlanFormSet, RevisionForm
from catalog.models import Service, ServiceDraft
from catalog.plans import MOST_PLANS, plans_of
from catalog.policies import can_edit_service

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def desk_plans(request: PersonRequest, pk: int) -> HttpResponse:
    """Write all plans of the draft; a lost update is refused with both texts shown."""
    drafts = ServiceDraft.objects.visible_to(request.user).select_related("service")
    draft = get_object_or_404(drafts, service_id=pk, service__in=Service.objects.editable_by(request.user))
    can_edit_service(request.user, draft.service).or_refuse()
    sent = request.POST if request.method == "POST" else None
    formset = PlanFormSet(sent, initial=draft.plans)
    shown = RevisionForm(sent, initial={"revision": draft.revision})
    context = {"draft": draft, "formset": formset, "shown": shown, "most": MOST_PLANS}
    if sent is None:
        return render(request, "catalog/desk_plans.html", context)
    if not (formset.is_valid() and shown.is_valid()):
        return render(request, "catalog/desk_plans.html", context, status=UNPROCESSABLE)
    try:
        actions.save_draft_plans(
            draft=draft,
            revision=shown.cleaned_data["revision"],
            plans=formset.plans(),
            actor=request.user,
            now=timezone.now(),
        )
    except actions.DraftChanged as changed:
        fresh = RevisionForm(initial={"revision": changed.draft.revision})
        context |= {"conflict": changed.message, "shown": fresh, "saved": plans_of(changed.draft.plans)}
        return render(request, "catalog/desk_plans.html", context, status=409)
    messages.success(request, "料金プランを保存しました。")
    return redirect("catalog:desk_service_detail", pk=pk)
