"""Many listings at once: a table is uploaded, its changes are read, then they become drafts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Vendor
from accounts.requests import PersonRequest
from catalog import actions
from catalog.browsing import PAGE_SIZE, repaired_page
from catalog.enums import UploadStatus
from catalog.exports import export_lines
from catalog.forms import ListingUploadForm, MarkForm
from catalog.import_preview import ImportedDrafts, ImportPreview, shown_problems
from catalog.importing.planning import plan_drafts
from catalog.importing.reading import Reading, read_listings
from catalog.importing.tables import DESK_LIMITS
from catalog.models import ListingUpload, Service
from catalog.policies import can_create_service, can_open_desk
from dss.faults import form_status


@require_http_methods(["GET", "HEAD", "POST"])
def desk_import_list(request: PersonRequest) -> HttpResponse:
    """Upload a table; below, what was uploaded before."""
    can_open_desk(request.user).or_refuse()
    vendor = cast("Vendor", request.persona.vendor)  # the policy refused everybody without one
    can_create_service(request.user, vendor).or_refuse()
    form = ListingUploadForm(request.POST, request.FILES) if request.method == "POST" else ListingUploadForm()
    reading = Reading()
    if form.is_valid():
        reading = read_listings(form.content(), DESK_LIMITS)
        reading.problems.extend(plan_drafts(reading.rows, vendor).problems if not reading.problems else [])
        if not reading.problems:
            upload = actions.begin_listing_upload(
                vendor=vendor, rows=reading.rows, file_name=form.file_name(), actor=request.user, now=timezone.now()
            )
            return redirect(upload)
    notes: list[str] = []
    uploads = ListingUpload.objects.visible_to(request.user).newest_first().defer("rows")
    context = {
        "form": form,
        "problems": shown_problems(reading.problems),
        "problem_count": len(reading.problems),
        "page": repaired_page(Paginator(uploads, PAGE_SIZE), request.GET.get("page", ""), notes),
        "notes": notes,
    }
    status = 422 if reading.problems else form_status(form)
    return render(request, "catalog/desk_import_list.html", context, status=status)


@require_safe
def desk_import_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """What a table would change, or what became of it."""
    upload = get_object_or_404(ListingUpload.objects.visible_to(request.user).select_related("vendor"), pk=pk)
    context: dict[str, object] = {"upload": upload}
    if upload.status == UploadStatus.PENDING:
        context["preview"] = ImportPreview(upload, request.GET.get("page", ""), timezone.localdate())
    elif upload.status == UploadStatus.APPLIED:
        context["imported"] = ImportedDrafts(upload, request.GET.get("page", ""))
    return render(request, "catalog/desk_import_detail.html", context)


@require_POST
def desk_import_apply(request: PersonRequest, pk: int) -> HttpResponse:
    """Write the drafts, as the preview showed them."""
    upload = get_object_or_404(ListingUpload.objects.visible_to(request.user).select_related("vendor"), pk=pk)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "送られた内容を読み取れませんでした。変更の内容を確かめて、もう一度押してください。")
        return redirect(upload)
    mark = form.cleaned_data["mark"]
    actions.apply_listing_upload(upload=upload, mark=mark, actor=request.user, now=timezone.now())
    messages.success(request, "下書きに反映しました。公開するには、審査を依頼してください。")
    return redirect(upload)


@require_POST
def desk_import_submit(request: PersonRequest, pk: int) -> HttpResponse:
    """Hand in every complete draft of the table; the page names the others with what they lack."""
    upload = get_object_or_404(ListingUpload.objects.visible_to(request.user).select_related("vendor"), pk=pk)
    done = actions.submit_listing_upload(upload=upload, actor=request.user, now=timezone.now())
    if done.submitted:
        messages.success(request, f"{len(done.submitted)}件の審査を依頼しました。結果はメールとお知らせで届きます。")
    if done.lacking:
        messages.warning(request, f"{len(done.lacking)}件は、足りない項目があるため依頼していません。")
    if not (done.submitted or done.lacking):
        messages.success(request, "審査を依頼していない下書きは、もうありません。")
    return redirect(upload)


@require_POST
def desk_import_discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Let the table go."""
    upload = get_object_or_404(ListingUpload.objects.visible_to(request.user), pk=pk)
    actions.discard_listing_upload(upload=upload, actor=request.user, now=timezone.now())
    messages.success(request, "取り込みを取りやめました。掲載内容は変わっていません。")
    return redirect("catalog:desk_import_list")


@require_safe
def desk_services_csv(request: PersonRequest) -> StreamingHttpResponse:
    """The vendor's own published listings, to be changed in a spreadsheet and uploaded again."""
    can_open_desk(request.user).or_refuse()
    lines = export_lines(Service.objects.editable_by(request.user))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="own-services.csv"'
    return response
