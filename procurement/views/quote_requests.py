"""A draft of a request for quotes, step by step: conditions, lines, files, services, preview, out."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.models import Service
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from procurement import actions
from procurement.actions import QuoteRequestChanged
from procurement.emails import preview_quote_invited
from procurement.forms import (
    QuoteFileForm,
    QuoteItemFormSet,
    QuoteRequestForm,
    QuoteServicesForm,
    ShownInvitationForm,
    ShownRevisionForm,
    TemplateForm,
    initial_of_request,
)
from procurement.models import Candidate, Project, ProjectDocument, QuoteRequest, QuoteRequestAttachment
from procurement.policies import can_create_quote_request, can_edit_quote_request, can_invite_candidate
from procurement.querysets import ProjectDocumentQuerySet
from procurement.quote_asks import ask_of
from procurement.quote_template import template_for
from procurement.quote_warnings import time_warnings, warnings_of

CONFLICT = 409
UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin a draft in a project of one's own body."""
    project = get_object_or_404(
        Project.objects.visible_to(request.user).select_related("municipality", "category"), pk=pk
    )
    can_create_quote_request(request.user, project).or_refuse()
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = QuoteRequestForm(sent, now=now, initial={"title": project.title})
    field = project.category.code if project.category is not None else None
    template = TemplateForm(sent, initial={"template": template_for(field).key})
    if sent is not None and all([form.is_valid(), template.is_valid()]):
        quote_request = actions.create_quote_request(
            project=project,
            facts=form.facts(),
            items=template.items(),
            client_token=form.cleaned_data["client_token"],
            actor=request.user,
            now=now,
        )
        messages.success(request, "下書きを作成しました。続けて、項目と依頼先を確かめてください。")
        return redirect(quote_request)
    context = {"form": form, "template": template, "project": project}
    status = status_of(form.errors or template.errors, "")
    return render(request, "procurement/quote_request_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the conditions; a lost update is refused with both texts shown."""
    draft = own_draft(request, pk)
    now = timezone.now()
    sent = request.POST if request.method == "POST" else None
    form = QuoteRequestForm(sent, now=now, initial=initial_of_request(draft))
    shown = ShownRevisionForm(sent, initial={"revision": draft.revision})
    conflict, meanwhile = "", None
    if sent is not None and form.is_valid() and shown.is_valid():
        revision = shown.cleaned_data["revision"]
        try:
            actions.edit_quote_request(
                request=draft, facts=form.facts(), revision=revision, actor=request.user, now=now
            )
        except QuoteRequestChanged as error:
            conflict, meanwhile = error.message, ask_of(error.request)
            shown = ShownRevisionForm(initial={"revision": error.request.revision})
        else:
            return _saved(request, draft)
    context = {"draft": draft, "form": form, "shown": shown, "conflict": conflict, "meanwhile": meanwhile}
    status = status_of(form.errors or shown.errors, conflict)
    return render(request, "procurement/quote_request_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_items(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the lines that every vendor fills in."""
    draft = own_draft(request, pk)
    sent = request.POST if request.method == "POST" else None
    first = draft.items.current().values("label", "kind", "description")
    formset = QuoteItemFormSet(sent, initial=list(first))
    shown = ShownRevisionForm(sent, initial={"revision": draft.revision})
    conflict, meanwhile = "", None
    if sent is not None and formset.is_valid() and shown.is_valid():
        revision = shown.cleaned_data["revision"]
        try:
            actions.set_quote_items(
                request=draft, items=formset.items(), revision=revision, actor=request.user, now=timezone.now()
            )
        except QuoteRequestChanged as error:
            conflict, meanwhile = error.message, ask_of(error.request)
            shown = ShownRevisionForm(initial={"revision": error.request.revision})
        else:
            return _saved(request, draft)
    context = {"draft": draft, "formset": formset, "shown": shown, "conflict": conflict, "meanwhile": meanwhile}
    context["template"] = TemplateForm()
    has_errors = formset.is_bound and (not formset.is_valid() or bool(shown.errors))
    return render(request, "procurement/quote_request_items.html", context, status=status_of(has_errors, conflict))


@require_POST
def quote_request_template(request: PersonRequest, pk: int) -> HttpResponse:
    """Put the lines of another template in place of those there are."""
    draft = own_draft(request, pk)
    template, shown = TemplateForm(request.POST), ShownRevisionForm(request.POST)
    if not (template.is_valid() and shown.is_valid()):
        raise DomainError("ひな形を選べませんでした。項目のページを開き直して、選び直してください。")
    actions.set_quote_items(
        request=draft,
        items=template.items(),
        revision=shown.cleaned_data["revision"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "項目をひな形で置き換えました。")
    return redirect("procurement:quote_request_items", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_services(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose who is asked among the project's candidates."""
    draft = own_draft(request, pk)
    candidates = list(Candidate.objects.visible_to(request.user).filter(project=draft.project).with_teams().in_order())
    decisions = [(each, can_invite_candidate(request.user, each)) for each in candidates]
    open_to_ask = [each for each, decision in decisions if decision]
    chosen = list(draft.invitations.values_list("service_id", flat=True))
    sent = request.POST if request.method == "POST" else None
    form = QuoteServicesForm(
        sent,
        choices=[(each.service_id, f"{each.service.name}（{each.service.vendor.name}）") for each in open_to_ask],
        initial={"services": chosen or [each.service_id for each in open_to_ask]},
    )
    shown = ShownRevisionForm(sent, initial={"revision": draft.revision})
    conflict = ""
    if sent is not None and form.is_valid() and shown.is_valid():
        try:
            _choose(request, draft, form.cleaned_data["services"], shown.cleaned_data["revision"])
        except DomainError as error:
            conflict = error.message
            shown = ShownRevisionForm(initial={"revision": own_request(request, pk).revision})
        else:
            return _saved(request, draft)
    context = {"draft": draft, "form": form, "shown": shown, "conflict": conflict}
    context["refused"] = [(each, decision.reason) for each, decision in decisions if not decision]
    status = status_of(form.errors or shown.errors, conflict)
    return render(request, "procurement/quote_request_services.html", context, status=status)


def _choose(request: PersonRequest, draft: QuoteRequest, keys: Iterable[int], revision: int) -> None:
    services = list(Service.objects.visible_to(request.user).filter(pk__in=keys))
    actions.set_quote_services(
        request=draft, services=services, revision=revision, actor=request.user, now=timezone.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def quote_request_attach(request: PersonRequest, pk: int) -> HttpResponse:
    """The files of a draft, and one more."""
    draft = own_draft(request, pk)
    is_sent = request.method == "POST"
    form = QuoteFileForm(request.POST, request.FILES) if is_sent else QuoteFileForm()
    if is_sent and form.is_valid():
        try:
            actions.attach_quote_file(request=draft, upload=form.upload(), actor=request.user, now=timezone.now())
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "ファイルを添付しました。")
            return redirect("procurement:quote_request_attach", pk=pk)
    documents = _documents_for_vendors(request, draft).in_order()
    context = {
        "draft": draft,
        "form": form,
        "attachments": draft.attachments.current().in_order(),
        "documents": documents,
    }
    return render(request, "procurement/quote_request_attach.html", context, status=form_status(form))


@require_POST
def quote_request_attach_document(request: PersonRequest, pk: int, document: int) -> HttpResponse:
    """A document that the project refers to, as a file for the vendors."""
    draft = own_draft(request, pk)
    candidates = _documents_for_vendors(request, draft).select_related("project", "version__document")
    attached = get_object_or_404(candidates, pk=document)
    actions.attach_quote_document(request=draft, attached=attached, actor=request.user, now=timezone.now())
    messages.success(request, "文書のファイルを添付しました。")
    return redirect("procurement:quote_request_attach", pk=pk)


def _documents_for_vendors(request: PersonRequest, draft: QuoteRequest) -> ProjectDocumentQuerySet:
    return ProjectDocument.objects.visible_to(request.user).filter(project=draft.project_id).for_vendors()


@require_POST
def quote_request_detach(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a file off a draft."""
    attachments = QuoteRequestAttachment.objects.visible_to_staff(request.user)
    attachment = get_object_or_404(attachments, pk=pk)
    actions.remove_quote_file(attachment=attachment, actor=request.user, now=timezone.now())
    messages.success(request, "添付を外しました。")
    return redirect("procurement:quote_request_attach", pk=attachment.request_id)


@require_safe
def quote_request_preview(request: PersonRequest, pk: int) -> HttpResponse:
    """Exactly what every invited vendor sees, and the button that sends it."""
    quote_request = own_request(request, pk)
    now = timezone.now()
    ask = ask_of(quote_request)
    services = list(quote_request.invitations.with_list_data(now).in_order())
    asked = ShownInvitationForm(request.GET)
    number = asked.cleaned_data["vendor"] if asked.is_valid() else None
    shown = next((each for each in services if each.pk == number), None) or (services[0] if services else None)
    staff = [each for each in (quote_request.created_by, quote_request.project.lead) if each is not None]
    context = {
        "quote_request": quote_request,
        "ask": ask,
        "services": services,
        "shown": shown,
        "mail": preview_quote_invited(shown) if shown is not None and quote_request.is_draft else "",
        "warnings": warnings_of(ask, services, staff),
        "time_warnings": time_warnings(quote_request, now) if quote_request.is_draft else [],
    }
    return render(request, "procurement/quote_request_preview.html", context)


@require_POST
def quote_request_open(request: PersonRequest, pk: int) -> HttpResponse:
    """Send what the preview showed."""
    draft = own_request(request, pk)
    shown = ShownRevisionForm(request.POST)
    if not shown.is_valid():
        raise DomainError("画面の情報が欠けています。プレビューを開き直して、内容を確かめてから送ってください。")
    revision = shown.cleaned_data["revision"]
    actions.open_quote_request(request=draft, revision=revision, actor=request.user, now=timezone.now())
    messages.success(request, "見積を依頼しました。依頼先の事業者にメールでお知らせします。")
    return redirect(draft)


@require_POST
def quote_request_discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up a draft."""
    draft = own_request(request, pk)
    actions.discard_quote_request(request=draft, actor=request.user, now=timezone.now())
    messages.success(request, "下書きを破棄しました。")
    return redirect(draft.project)


def own_request(request: PersonRequest, pk: int) -> QuoteRequest:
    """A request of one's own body; 404 for everybody else."""
    own = QuoteRequest.objects.visible_to_staff(request.user).with_page_data(timezone.now()).with_outcome()
    return get_object_or_404(own, pk=pk)


def own_draft(request: PersonRequest, pk: int) -> QuoteRequest:
    """One that can still be written in; DomainError when it was sent."""
    draft = own_request(request, pk)
    can_edit_quote_request(request.user, draft).or_refuse()
    if not draft.is_draft:
        raise DomainError("この見積依頼はすでに送られているため、変更できません。")
    return draft


def _saved(request: PersonRequest, draft: QuoteRequest) -> HttpResponse:
    messages.success(request, "保存しました。")
    return redirect(draft)


def status_of(has_errors: object, conflict: str) -> int:
    """409 when somebody else was quicker, 422 for bad input."""
    if conflict:
        return CONFLICT
    return UNPROCESSABLE if has_errors else 200
