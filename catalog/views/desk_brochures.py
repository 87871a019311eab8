"""Brochures on the vendor's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog import actions
from catalog.forms import BrochureForm
from catalog.models import Brochure, Service
from catalog.policies import can_edit_service
from dss.access import DomainError
from dss.downloads import handed_over
from dss.faults import form_status, refuse_form


@require_http_methods(["GET", "HEAD", "POST"])
def desk_brochure_new(request: PersonRequest, pk: int) -> HttpResponse:
    """Offer a PDF with a listing."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=pk)
    can_edit_service(request.user, service).or_refuse()
    form = BrochureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.upload_brochure(
                service=service,
                title=form.cleaned_data["title"],
                file=form.cleaned_data["file"],
                original_name=form.original_name(),
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "資料を登録しました。")
            return redirect("catalog:desk_service_detail", pk=pk)
    context = {"form": form, "service": service}
    return render(request, "catalog/desk_brochure_new.html", context, status=form_status(form))


@require_safe
def desk_brochure_download(request: PersonRequest, pk: int, brochure_id: int) -> HttpResponseBase:
    """The vendor's own file, to check what is handed out."""
    brochure = get_object_or_404(Brochure.objects.visible_to(request.user), pk=brochure_id, service_id=pk)
    try:
        return handed_over(brochure.file, brochure.original_name, ending=".pdf", media_type="application/pdf")
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
def desk_brochure_remove(request: PersonRequest, pk: int, brochure_id: int) -> HttpResponse:
    """Offer it no longer."""
    own = Brochure.objects.visible_to(request.user).offered()
    brochure = get_object_or_404(own, pk=brochure_id, service_id=pk)
    actions.remove_brochure(brochure=brochure, actor=request.user, now=timezone.now())
    messages.success(request, "資料を取り下げました。すでに渡した相手は、引き続き閲覧できます。")
    return redirect("catalog:desk_service_detail", pk=pk)
