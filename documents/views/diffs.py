"""Two versions compared: of one document, or of a copy with its origin."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from documents.comparing import Comparing
from documents.models import DocumentVersion, SharedDocument


@require_safe
def document_diff(request: PersonRequest, pk: int) -> HttpResponse:
    """Any two versions; by default the newest with the one before."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    versions = _versions(request, document.pk)
    default = versions[-2].number if len(versions) > 1 else versions[-1].number
    comparing = Comparing(request.GET, old_choices=versions, new_choices=versions, default_old=default)
    context = {"document": document, "comparing": comparing, "is_alone": len(versions) < 2}
    return render(request, "documents/document_diff.html", context)


@require_safe
def fork_diff(request: PersonRequest, pk: int) -> HttpResponse:
    """A copy against its origin; by default the newest of both."""
    document = get_object_or_404(
        SharedDocument.objects.visible_to(request.user).with_facts().select_related("forked_from"), pk=pk
    )
    if document.forked_from is None:
        raise Http404
    origins = SharedDocument.objects.visible_to(request.user).with_facts()
    origin = get_object_or_404(origins, pk=document.forked_from.document_id)
    before = _versions(request, origin.pk)
    comparing = Comparing(
        request.GET, old_choices=before, new_choices=_versions(request, pk), default_old=before[-1].number
    )
    context = {"document": document, "origin": origin, "copied": document.forked_from, "comparing": comparing}
    return render(request, "documents/document_diff.html", context)


def _versions(request: PersonRequest, pk: int) -> list[DocumentVersion]:
    """Those the person sees, the oldest first, without their texts."""
    visible = DocumentVersion.objects.visible_to(request.user).without_text()
    versions = list(visible.filter(document_id=pk).order_by("number"))
    if not versions:
        raise Http404
    return versions
