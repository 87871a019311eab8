"""A body's own copy of a shared document, and the family of copies."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from documents import actions
from documents.forms import ForkForm
from documents.lineage import ancestors_of, descendants_of
from documents.models import DocumentVersion, SharedDocument
from documents.policies import can_fork_document
from documents.views.common import status_of
from dss.access import DomainError
from dss.faults import refuse_form


@require_http_methods(["GET", "HEAD", "POST"])
def document_fork(request: PersonRequest, pk: int) -> HttpResponse:
    """Copy the newest version into a draft of the own body."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_fork_document(request.user, document).or_refuse()
    newest = DocumentVersion.objects.visible_to(request.user).without_text().filter(document=document)
    version = newest.newest_first().select_related("document").first()
    if version is None:
        raise Http404
    form = ForkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        token = form.cleaned_data["client_token"]
        try:
            fork = actions.fork_document(version=version, client_token=token, actor=request.user, now=timezone.now())
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "写しを作りました。所属する自治体の職員だけが見られる下書きです。")
            return redirect(fork)
    context = {"document": document, "version": version, "form": form}
    return render(request, "documents/document_fork.html", context, status=status_of(form))


@require_safe
def document_lineage(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it comes from, and the copies others share."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    context = {
        "document": document,
        "ancestors": ancestors_of(document, request.user),
        "descendants": descendants_of(document, request.user),
    }
    return render(request, "documents/document_lineage.html", context)
