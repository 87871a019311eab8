"""On the way to the shelf: what the checker found is answered, then the document or its new version is shown to all."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from documents import actions
from documents.forms import PublishForm, RedactionForm
from documents.models import SharedDocument
from documents.policies import can_publish_document
from documents.questions import QUESTIONS_A_PAGE, questions_of
from documents.views.common import status_of
from dss.access import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def document_publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Show it to the staff of all bodies, once all findings are answered and it is declared to be redacted."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_publish_document(request.user, document).or_refuse()
    versions = list(document.versions.with_row_data().newest_first())
    shown = {"newest": versions[0].number if versions else None}
    form = PublishForm(request.POST if request.method == "POST" else None, versions=versions, initial=shown)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"newest": data["newest"], "by_hand": data.get("by_hand", [])}
        try:
            actions.publish_document(document=document, actor=request.user, now=timezone.now(), **said)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "公開しました。全国の自治体職員が見られるようになりました。")
            return redirect(document)
    context = {"document": document, "form": form, "versions": versions}
    context["questions"] = questions_of(document, request.user)
    return render(request, "documents/document_publish.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def document_redaction(request: PersonRequest, pk: int) -> HttpResponse:
    """Say of each place that was found whether it may stay."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    can_publish_document(request.user, document).or_refuse()
    questions = questions_of(document, request.user)
    notes: list[str] = []
    page = repaired_page(Paginator(questions, QUESTIONS_A_PAGE), request.GET.get("page", ""), notes)
    asked = {question.fingerprint: question.verdict for question in questions}
    form = RedactionForm(request.POST if request.method == "POST" else None, fingerprints=asked)
    if form.is_bound and form.is_valid():
        verdicts = form.verdicts()
        shown = _shown_versions(document)
        actions.answer_redactions(document=document, verdicts=verdicts, actor=request.user, now=timezone.now())
        _tell_of_versions_kept_back(request, shown - _shown_versions(document))
        return _onwards(request, document, [name for name in asked if not (verdicts.get(name) or asked[name])])
    rows = [(question, form[question.fingerprint]) for question in page]
    context = {"document": document, "form": form, "rows": rows, "page": page, "notes": notes}
    context["open_count"] = sum(verdict is None for verdict in asked.values())
    return render(request, "documents/document_redaction.html", context, status=status_of(form))


def _shown_versions(document: SharedDocument) -> set[int]:
    """The numbers of those that others may read."""
    return set(document.versions.filter(redaction_declared_at__isnull=False).values_list("number", flat=True))


def _tell_of_versions_kept_back(request: PersonRequest, numbers: set[int]) -> None:
    if numbers:
        named = "、".join(f"第{number}版" for number in sorted(numbers))
        messages.warning(
            request, f"{named}は、伏せる必要のある箇所を含むため、ほかの自治体から見えないようにしました。"
        )


def _onwards(request: PersonRequest, document: SharedDocument, left: list[str]) -> HttpResponse:
    """To what is still open, or to publishing."""
    if left:
        messages.success(request, f"答えを保存しました。残り{len(left)}件です。")
        return redirect("documents:document_redaction", document.pk)
    messages.success(request, "すべての箇所に答えました。")
    return redirect("documents:document_publish", document.pk)
