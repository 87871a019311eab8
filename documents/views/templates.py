"""書式: the list, one template with its text, the beginning of a draft."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from documents import actions
from documents.filled import blank_elements
from documents.filling.forms import TokenForm
from documents.models import DocumentTemplate, TemplateDraft
from documents.policies import can_open_documents, can_start_draft
from documents.preview import Element
from dss.access import DomainError
from dss.faults import UNPROCESSABLE

A_DAY = 24 * 60 * 60
SHOWN_DRAFTS = 5


@require_safe
def template_list(request: PersonRequest) -> HttpResponse:
    """What can be filled in; everybody else reads what this area is."""
    if not can_open_documents(request.user):
        return render(request, "documents/document_closed.html", status=403)
    templates = DocumentTemplate.objects.visible_to(request.user).in_order().defer("declaration")
    drafts = TemplateDraft.objects.visible_to(request.user).at_hand().with_list_data().latest_first()[:SHOWN_DRAFTS]
    return render(request, "documents/template_list.html", {"templates": templates, "drafts": drafts})


@require_safe
def template_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """What it asks for, and its text with nothing filled in."""
    template = get_object_or_404(DocumentTemplate.objects.visible_to(request.user), pk=pk)
    return _shown(request, template, TokenForm())


@require_POST
def template_start(request: PersonRequest, pk: int) -> HttpResponse:
    """Begin a draft of the own body."""
    template = get_object_or_404(DocumentTemplate.objects.visible_to(request.user), pk=pk)
    can_start_draft(request.user, template).or_refuse()
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _shown(request, template, form, status=UNPROCESSABLE)
    token = form.cleaned_data["client_token"]
    draft = actions.start_draft(template=template, client_token=token, actor=request.user, now=timezone.now())
    return redirect("documents:draft_edit", draft.pk)


def _shown(request: PersonRequest, template: DocumentTemplate, form: TokenForm, status: int = 200) -> HttpResponse:
    context = {
        "template": template,
        "sections": template.questions().sections,
        "elements": _text_of(template),
        "form": form,
        "token_form": TokenForm() if form.errors else form,
    }
    return render(request, "documents/template_detail.html", context, status=status)


def _text_of(template: DocumentTemplate) -> list[Element]:
    """The text of a version never changes: it is kept for a day."""
    key = f"template-text-{template.pk}-{template.sha256[:12]}"
    text: list[Element] | None = cache.get(key)
    if text is None:
        try:
            text = blank_elements(template)
        except DomainError:
            return []
        cache.set(key, text, A_DAY)
    return text
