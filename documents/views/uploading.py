"""Several files at once, and their facts one after the other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from documents import actions
from documents.files.many import GivenFile
from documents.forms import FilesForm
from documents.models import SharedDocument
from documents.policies import can_create_document
from documents.views.common import sent, status_of
from dss.access import DomainError
from dss.faults import refusal_status


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of one file; `code` names the rule by which it was turned down."""

    name: str
    document: SharedDocument | None
    reason: str = ""
    code: str = ""
    remark: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def document_upload(request: PersonRequest) -> HttpResponse:
    """Each file becomes a draft; beside each that is turned down stands why."""
    can_create_document(request.user).or_refuse()
    form = FilesForm(*sent(request))
    if not (form.is_bound and form.is_valid()):
        return render(request, "documents/document_upload.html", {"form": form}, status=status_of(form))
    token = form.cleaned_data["client_token"]
    results = [_registered(file, token, request.user) for file in form.cleaned_data["file"]]
    made = sum(result.document is not None for result in results)
    context = {"form": FilesForm(), "results": results, "made": made, "refused": len(results) - made}
    return render(
        request,
        "documents/document_upload.html",
        context,
        status=200 if made else refusal_status(result.code for result in results),
    )


@require_safe
def document_finish(request: PersonRequest) -> HttpResponse:
    """To the next draft of the own body whose facts nobody has written; `after`: the one that is left for later."""
    can_create_document(request.user).or_refuse()
    unfinished = SharedDocument.objects.editable_by(request.user).without_facts().order_by("pk")
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
    following = unfinished.filter(pk__gt=after).first()
    if following is None:
        return redirect(f"{reverse('documents:document_list')}?own=1&status=draft")
    return redirect(f"{reverse('documents:document_edit', args=[following.pk])}?finish=1")


def _registered(file: GivenFile, token: uuid.UUID, user: User) -> Registered:
    """The draft of one file; the same form sent twice makes it once."""
    if file.upload is None:
        return Registered(file.name, None, file.reason, file.code)
    own_token = uuid.uuid5(token, f"{file.place}:{file.upload.sha256}")
    try:
        document = actions.register_file(upload=file.upload, client_token=own_token, actor=user, now=timezone.now())
    except DomainError as error:
        return Registered(file.name, None, error.message, error.code)
    return Registered(file.name, document, remark=file.upload.remark)
