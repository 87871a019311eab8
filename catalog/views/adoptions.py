"""導入実績: recorded by staff and vendors, confirmed or disputed by the municipality."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import PersonRequest
from catalog import actions
from catalog.forms import AdoptionForm, DisputeForm, VendorAdoptionForm
from catalog.models import Adoption, Service
from catalog.policies import can_decide_adoption, can_record_adoption


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Record that a municipality considers, tries, uses or used the service."""
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk, current__isnull=False)
    can_record_adoption(request.user, service).or_refuse()
    own = request.persona.municipality
    form = (AdoptionForm if own else VendorAdoptionForm)(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.claim_adoption(
            service=service,
            municipality=own or form.cleaned_data["municipality"],
            facts=form.facts(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, "導入実績を登録しました。その自治体の職員が確認すると、導入団体数に数えられます。")
        return redirect(service)
    context = {"service": service, "form": form, "municipality": own}
    return render(request, "catalog/adoption_create.html", context, status=422 if form.is_bound else 200)


@require_POST
def adoption_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """A member of the municipality says that it is so."""
    adoption = get_object_or_404(Adoption.objects.visible_to(request.user).with_list_data(), pk=pk)
    actions.confirm_adoption(adoption=adoption, actor=request.user, now=timezone.now())
    messages.success(request, "導入実績を確認しました。")
    return redirect("catalog:service_detail", adoption.service_id)


@require_http_methods(["GET", "HEAD", "POST"])
def adoption_dispute(request: PersonRequest, pk: int) -> HttpResponse:
    """A member of the municipality says that it is not so; it is hidden at once."""
    visible = Adoption.objects.visible_to(request.user).select_related("municipality", "service")
    adoption = get_object_or_404(visible, pk=pk)
    can_decide_adoption(request.user, adoption).or_refuse()
    form = DisputeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.dispute_adoption(adoption=adoption, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "異議を受け付けました。この導入実績は表示されなくなりました。")
        return redirect("catalog:service_detail", adoption.service_id)
    context = {"adoption": adoption, "form": form}
    return render(request, "catalog/adoption_dispute.html", context, status=422 if form.is_bound else 200)
