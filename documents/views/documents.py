"""The shelf, a document, and the owner's side of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.forms import RevisionForm
from catalog.models import Service
from documents import actions
from documents.errands import errand_of, remember_errand
from documents.forms import DocumentForm, FactsForm, SuspendForm, service_lines
from documents.models import DocumentDownload, DocumentVersion, SharedDocument
from documents.outline import contents_of
from documents.policies import (
    can_create_document,
    can_edit_document,
    can_open_documents,
    can_suspend_document,
)
from documents.preview import elements
from documents.shelf import PAGE_SIZE, Shelf
from documents.staleness import age_of
from documents.views.common import CONFLICT, sent, status_of, upload_of
from dss.access import DomainError
from dss.faults import refuse_form

SHOWN_ON_LISTING = 5
MONTHS = 50
CONTENTS = 200


@require_safe
def document_list(request: PersonRequest) -> HttpResponse:
    """What bodies share, and what the own body prepares; everybody else reads what this area is."""
    if not can_open_documents(request.user):
        return render(request, "documents/document_closed.html", status=403)
    shelf = Shelf(request.GET, request.user)
    return render(request, "documents/document_list.html", {"shelf": shelf, "page": shelf.page})


@require_safe
def service_documents(request: PersonRequest, pk: int) -> HttpResponse:
    """A fragment for a listing's page: what others shared about it."""
    can_open_documents(request.user).or_refuse()
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk)
    documents = SharedDocument.objects.visible_to(request.user).linked_to(service.pk).latest_first()
    context = {"service": service, "documents": documents[:SHOWN_ON_LISTING]}
    return render(request, "documents/service_documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_create(request: PersonRequest) -> HttpResponse:
    """Register a document with its first file; nobody else sees it before it is published."""
    can_create_document(request.user).or_refuse()
    remember_errand(request)
    form = DocumentForm(*sent(request), initial={"services": _asked_service(request)})
    if form.is_bound and form.is_valid():
        try:
            document = actions.create_document(
                facts=form.facts(), actor=request.user, now=timezone.now(), **upload_of(form.cleaned_data)
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "登録しました。まだ公開していません。内容を確かめてから公開してください。")
            return redirect(document)
    return render(request, "documents/document_create.html", {"form": form}, status=status_of(form))


@require_safe
def document_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Facts, versions, the beginning of the text, linked services."""
    documents = SharedDocument.objects.visible_to(request.user).with_facts().with_usage(request.user)
    document = get_object_or_404(documents, pk=pk)
    visible = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    versions = list(visible.with_row_data().newest_first())
    if not versions:
        raise Http404
    newest = next((version for version in versions if version.is_declared), versions[0])
    opening: Any = visible.with_portion(1).get(pk=newest.pk)
    context = {
        "document": document,
        "versions": versions,
        "newest": newest,
        "elements": elements(opening.portion),
        "contents": contents_of(opening.outline)[:CONTENTS],
        "portion_count": opening.portion_count,
        "services": Service.objects.visible_to(request.user).filter(documents=document).order_by("sort_key", "pk"),
        "errand": errand_of(request),
        "age": age_of(document, newest, timezone.localdate()),
    }
    return render(request, "documents/document_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change what is said of it; a lost update is refused with both texts shown."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_edit_document(request.user, document).or_refuse()
    is_finishing = request.GET.get("finish", "") == "1"
    form = FactsForm(request.POST if request.method == "POST" else None, document=document, initial=_initial(document))
    revision = RevisionForm(request.POST if form.is_bound else None, initial={"revision": document.revision})
    context = {"document": document, "form": form, "revision_form": revision, "is_finishing": is_finishing}
    if is_finishing:
        context["left"] = SharedDocument.objects.editable_by(request.user).without_facts().count()
    if form.is_bound and revision.is_valid() and form.is_valid():
        number = revision.cleaned_data["revision"]
        try:
            actions.edit_document(
                document=document, facts=form.facts(), revision=number, actor=request.user, now=timezone.now()
            )
        except actions.DocumentChanged as changed:
            context |= {"saved": _saved(changed.document), "conflict": changed.message}
            context["revision_form"] = RevisionForm(initial={"revision": changed.document.revision})
            return render(request, "documents/document_edit.html", context, status=CONFLICT)
        messages.success(request, f"「{form.cleaned_data['title']}」の説明を保存しました。")
        return redirect("documents:document_finish") if is_finishing else redirect(document)
    return render(request, "documents/document_edit.html", context, status=status_of(form, revision))


@require_POST
def document_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it from the shelf."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user), pk=pk)
    actions.withdraw_document(document=document, actor=request.user, now=timezone.now())
    messages.success(request, "取り下げました。所属する自治体の職員は、引き続き見られます。")
    return redirect(document)


@require_safe
def document_downloads(request: PersonRequest, pk: int) -> HttpResponse:
    """For the owner: which bodies fetched it, and when last."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_edit_document(request.user, document).or_refuse()
    downloads = DocumentDownload.objects.visible_to(request.user).filter(version__document=document)
    notes: list[str] = []
    page = repaired_page(Paginator(downloads.by_body(), PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {"document": document, "page": page, "notes": notes, "months": downloads.by_body_and_month()[:MONTHS]}
    return render(request, "documents/document_downloads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_suspend(request: PersonRequest, pk: int) -> HttpResponse:
    """The operators' answer to a report."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_suspend_document(request.user, document).or_refuse()
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.suspend_document(document=document, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "公開を停止し、登録した自治体の職員に知らせました。")
        return redirect(document)
    context = {"document": document, "form": form}
    return render(request, "documents/document_suspend.html", context, status=status_of(form))


@require_POST
def document_lift(request: PersonRequest, pk: int) -> HttpResponse:
    """End the operators' stop."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user), pk=pk)
    actions.lift_document(document=document, actor=request.user, now=timezone.now())
    messages.success(request, "停止を解きました。登録した自治体が、あらためて公開できます。")
    return redirect(document)


def _asked_service(request: HttpRequest) -> str:
    """The listing whose page the person came from."""
    asked = request.GET.get("service", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return ""
    return service_lines(list(Service.objects.published().filter(pk=asked)))


def _initial(document: SharedDocument) -> dict[str, Any]:
    said = {name: getattr(document, name) for name in FactsForm.base_fields if name not in {"services", "categories"}}
    if not document.has_facts:
        del said["drafted_by"], said["reuse_terms"]  # nobody has said so
    services = service_lines(list(document.services.order_by("pk")))
    return said | {"services": services, "categories": list(document.categories.in_order())}


def _saved(document: SharedDocument) -> list[tuple[str, str]]:
    """What a colleague saved in between, field by field."""
    said = _initial(document)
    shown = said | {
        "kind": document.get_kind_display(),
        "drafted_by": document.get_drafted_by_display(),
        "reuse_terms": document.get_reuse_terms_display(),
        "amount_band": document.get_amount_band_display() or "",
        "procurement_method": document.get_procurement_method_display() or "",
        "categories": "、".join(category.name for category in said["categories"]),
    }
    return [(str(field.label), str(shown[name] or "")) for name, field in FactsForm.base_fields.items()]
