"""Helpful marks, watches, and by whom a document was fetched month by month."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from documents import actions
from documents.download_records import months_as_csv
from documents.forms import MarkForm, WatchForm
from documents.models import DocumentDownload, DocumentVersion, DocumentWatch, SharedDocument
from documents.policies import can_edit_document, can_open_documents
from documents.shelf import PAGE_SIZE


@require_POST
def document_helpful(request: PersonRequest, pk: int) -> HttpResponse:
    """Mark as helpful, or take the mark back."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user), pk=pk)
    form = MarkForm(request.POST)
    if form.is_valid():
        is_helpful = form.cleaned_data["helpful"] == "yes"
        actions.mark_document(document=document, is_helpful=is_helpful, actor=request.user, now=timezone.now())
        messages.success(request, "「役に立った」を伝えました。" if is_helpful else "「役に立った」を取り消しました。")
    else:
        messages.error(request, "操作を読み取れませんでした。もう一度押してください。")
    return redirect(document)


@require_POST
def document_watch(request: PersonRequest, pk: int) -> HttpResponse:
    """Be told of further versions, or no longer."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user), pk=pk)
    form = WatchForm(request.POST)
    if form.is_valid():
        is_watched = form.cleaned_data["watch"] == "yes"
        actions.watch_document(document=document, is_watched=is_watched, actor=request.user, now=timezone.now())
        messages.success(
            request, "新しい版が加わったときにお知らせします。" if is_watched else "お知らせを止めました。"
        )
    else:
        messages.error(request, "操作を読み取れませんでした。もう一度押してください。")
    return redirect(document)


@require_safe
def watched_list(request: PersonRequest) -> HttpResponse:
    """What one is told of; documents one has lost sight of are not there."""
    can_open_documents(request.user).or_refuse()
    watches = DocumentWatch.objects.visible_to(request.user).values("document")
    documents = SharedDocument.objects.visible_to(request.user).filter(pk__in=watches).latest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(documents.with_list_data(), PAGE_SIZE), request.GET.get("page", ""), notes)
    versions = DocumentVersion.objects.visible_to(request.user).without_text()
    shown = {version.document_id: version for version in versions.filter(document__in=list(page)).order_by("number")}
    context = {"page": page, "notes": notes, "rows": [(document, shown.get(document.pk)) for document in page]}
    return render(request, "documents/watched_list.html", context)


@require_safe
def document_downloads_csv(request: PersonRequest, pk: int) -> HttpResponse:
    """For the owner: by body and month, as a file."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user), pk=pk)
    can_edit_document(request.user, document).or_refuse()
    downloads = DocumentDownload.objects.visible_to(request.user).filter(version__document=document)
    response = HttpResponse(months_as_csv(downloads), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="downloads-{document.pk}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
