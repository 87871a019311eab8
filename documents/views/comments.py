"""Comments on a document."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.forms import RevisionForm
from documents import actions
from documents.forms import CommentForm, CommentTextForm, RemoveForm
from documents.models import DocumentComment, SharedDocument
from documents.policies import can_comment_document, can_delete_comment, can_edit_comment, can_remove_comment
from documents.views.common import CONFLICT, status_of
from dss.access import DomainError
from dss.faults import refuse_form

COMMENTS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def document_comments(request: PersonRequest, pk: int) -> HttpResponse:
    """Read and write comments, the newest first."""
    document = get_object_or_404(SharedDocument.objects.visible_to(request.user).with_facts(), pk=pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        can_comment_document(request.user, document).or_refuse()
    if form.is_bound and form.is_valid():
        try:
            actions.write_comment(document=document, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "コメントを書き込みました。")
            return redirect(_comments_of(document.pk))
    notes: list[str] = []
    comments = DocumentComment.objects.visible_to(request.user).filter(document=document).with_author().newest_first()
    page = repaired_page(Paginator(comments, COMMENTS_A_PAGE), request.GET.get("page", ""), notes)
    context = {"document": document, "page": page, "notes": notes, "form": form}
    return render(request, "documents/document_comments.html", context, status=status_of(form))


@require_safe
def comment_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One comment: for whoever was led to it, and for operators who handle a report."""
    comment = get_object_or_404(DocumentComment.objects.visible_to(request.user).with_author(), pk=pk)
    return render(request, "documents/comment_detail.html", {"comment": comment, "document": comment.document})


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change one's own words; a lost update is refused with both texts shown."""
    comment = get_object_or_404(DocumentComment.objects.visible_to(request.user).with_author(), pk=pk)
    can_edit_comment(request.user, comment).or_refuse()
    form = CommentTextForm(request.POST if request.method == "POST" else None, initial={"body": comment.body})
    revision = RevisionForm(request.POST if form.is_bound else None, initial={"revision": comment.revision})
    context = {"comment": comment, "document": comment.document, "form": form, "revision_form": revision}
    if form.is_bound and revision.is_valid() and form.is_valid():
        data = form.cleaned_data | revision.cleaned_data
        try:
            actions.edit_comment(comment=comment, actor=request.user, now=timezone.now(), **data)
        except actions.CommentChanged as changed:
            context |= {"conflict": changed.message, "saved": changed.comment.body}
            context["revision_form"] = RevisionForm(initial={"revision": changed.comment.revision})
            return render(request, "documents/comment_edit.html", context, status=CONFLICT)
        messages.success(request, "コメントを直しました。")
        return redirect(f"{_comments_of(comment.document_id)}#comment-{comment.pk}")
    return render(request, "documents/comment_edit.html", context, status=status_of(form, revision))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_delete(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one's own comment back."""
    comment = get_object_or_404(DocumentComment.objects.visible_to(request.user).with_author(), pk=pk)
    can_delete_comment(request.user, comment).or_refuse()
    if request.method != "POST":
        return render(request, "documents/comment_delete.html", {"comment": comment, "document": comment.document})
    actions.delete_comment(comment=comment, actor=request.user, now=timezone.now())
    messages.success(request, "コメントを消しました。")
    return redirect(_comments_of(comment.document_id))


@require_http_methods(["GET", "HEAD", "POST"])
def comment_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """The operators' answer to a report."""
    comment = get_object_or_404(DocumentComment.objects.visible_to(request.user).with_author(), pk=pk)
    can_remove_comment(request.user, comment).or_refuse()
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.remove_comment(comment=comment, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "コメントを取り下げました。")
        return redirect(comment)
    context = {"comment": comment, "document": comment.document, "form": form}
    return render(request, "documents/comment_remove.html", context, status=status_of(form))


def _comments_of(document_id: int) -> str:
    return reverse("documents:document_comments", args=[document_id])
