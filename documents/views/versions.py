"""The files of a document: a further one, its text, the file itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from documents import actions
from documents.forms import UploadForm
from documents.models import DocumentVersion, SharedDocument
from documents.naming import name_to_save
from documents.outline import contents_of
from documents.policies import can_add_version
from documents.preview import elements
from documents.staleness import age_of
from documents.views.common import sent, status_of, upload_of
from dss.access import DomainError
from dss.downloads import handed_over
from dss.faults import refuse_form

CONTENTS = 200
_NOT_YET = "伏せ字を確かめて公開するまで、ほかの自治体の職員には見えません。"


@require_http_methods(["GET", "HEAD", "POST"])
def version_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a file on top."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_add_version(request.user, document).or_refuse()
    form = UploadForm(*sent(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            version = actions.add_version(
                document=document,
                actor=request.user,
                now=timezone.now(),
                **upload_of(data),
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(
                request,
                f"第{version.number}版を登録しました。伏せ字を確かめて公開するまで、ほかの自治体の職員には見えません。",
            )
            return redirect(document)
    context = {"form": form, "document": document}
    return render(request, "documents/version_create.html", context, status=status_of(form))


@require_safe
def version_detail(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The text of one version, a portion a page."""
    visible = DocumentVersion.objects.visible_to(request.user).filter(document_id=pk)
    version: Any = get_object_or_404(visible.with_portion(1).with_document(), number=number)
    notes: list[str] = []
    page = repaired_page(Paginator(range(version.portion_count), 1), request.GET.get("page", ""), notes)
    portion = version.portion
    if page.number > 1:
        further: Any = visible.with_portion(page.number).get(pk=version.pk)
        portion = further.portion
    context = {
        "version": version,
        "document": version.document,
        "newest_number": version.newest_number,
        "elements": elements(portion),
        "contents": contents_of(version.outline)[:CONTENTS],
        "age": age_of(version.document, version, timezone.localdate()),
        "page": page,
        "notes": notes,
    }
    return render(request, "documents/version_detail.html", context)


@require_GET
def version_download(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """The file; the record is written before the first byte goes out."""
    visible = DocumentVersion.objects.visible_to(request.user).without_text().with_document()
    version = get_object_or_404(visible, document_id=pk, number=number)
    name = name_to_save(version)
    try:
        handed = handed_over(version.file, name, ending=version.ending, media_type=version.media_type)
    except FileNotFoundError:
        return render(request, "documents/version_lost.html", {"version": version}, status=404)
    actions.download_version(version=version, actor=request.user, now=timezone.now())
    return handed
