"""What the own body fills in: the list, one draft as it will look, its form, its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.forms import RevisionForm
from documents import actions
from documents.filled import filled_elements
from documents.filling.forms import Filling, PutAwayForm, TokenForm
from documents.filling.values import missing, shown_lines
from documents.models import DocumentTemplate, TemplateDraft
from documents.policies import can_edit_draft, can_open_documents
from documents.views.common import CONFLICT
from dss.access import DomainError
from dss.downloads import attachment
from dss.faults import BROKEN, UNPROCESSABLE, status_of

PAGE_SIZE = 20
LATER = "later"
"""The button that saves without asking for what is still missing."""


@require_safe
def draft_list(request: PersonRequest) -> HttpResponse:
    """The drafts of the own body, the one saved last first; `away=1`: those that were put away."""
    if not can_open_documents(request.user):
        return render(request, "documents/document_closed.html", status=403)
    own = TemplateDraft.objects.visible_to(request.user)
    is_away = request.GET.get("away", "") == "1"
    drafts = (own.put_away() if is_away else own.at_hand()).with_list_data().latest_first()
    notes: list[str] = []
    page = repaired_page(Paginator(drafts, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "documents/draft_list.html", {"page": page, "notes": notes, "is_away": is_away})


@require_safe
def draft_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The text as it will look, and what can be done with it."""
    draft = own_draft(request, pk)
    try:
        elements, failure = filled_elements(draft), ""
    except DomainError as error:
        elements, failure = [], error.message
    newer = DocumentTemplate.objects.approved().of_code(draft.template.code).filter(number__gt=draft.template.number)
    context = {
        "draft": draft,
        "elements": elements,
        "failure": failure,
        "missing": missing(draft.template.questions(), draft.answers),
        "has_newer": not draft.template.is_approved and newer.exists(),
        "copy_form": TokenForm(auto_id="copy-%s"),
        "revision_form": RevisionForm(initial={"revision": draft.revision}),
    }
    return render(request, "documents/draft_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Fill it in; a lost update is refused with both texts shown."""
    draft = own_draft(request, pk)
    can_edit_draft(request.user, draft).or_refuse()
    data = request.POST if request.method == "POST" else None
    filling = _filling(draft, data)
    revision = RevisionForm(data, initial={"revision": draft.revision})
    context: dict[str, Any] = {"draft": draft, "filling": filling, "revision_form": revision}
    if data is None:
        return render(request, "documents/draft_edit.html", context)
    is_later = data.get("step") == LATER
    fits = filling.is_valid_so_far() if is_later else filling.is_valid()
    if not (revision.is_valid() and fits):
        return render(request, "documents/draft_edit.html", context, status=UNPROCESSABLE)
    try:
        _save(request, draft, filling, revision.cleaned_data["revision"])
    except actions.DraftChanged as changed:
        saved = shown_lines(draft.template.questions(), changed.draft.answers)
        context |= {"conflict": changed.message, "saved": [("下書きの名前", changed.draft.title), *saved]}
        context["revision_form"] = RevisionForm(initial={"revision": changed.draft.revision})
        return render(request, "documents/draft_edit.html", context, status=CONFLICT)
    if is_later:
        messages.success(request, "途中まで保存しました。続けて記入できます。")
        return redirect("documents:draft_edit", draft.pk)
    messages.success(request, "保存しました。書式に差し込んだ文章を確かめてください。")
    return redirect(draft)


@require_GET
def draft_download(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The filled file; the record is written before the first byte goes out."""
    draft = own_draft(request, pk)
    upload = actions.download_draft(draft=draft, actor=request.user, now=timezone.now())
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return attachment(upload.file, draft.title, ending=".docx", media_type=media)


@require_POST
def draft_copy(request: PersonRequest, pk: int) -> HttpResponse:
    """Another draft with the same answers."""
    draft = own_draft(request, pk)
    form = TokenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "画面の情報が欠けています。ページを開き直してから、もう一度押してください。")
        return redirect(draft)
    token = form.cleaned_data["client_token"]
    copy = actions.copy_draft(draft=draft, client_token=token, actor=request.user, now=timezone.now())
    messages.success(request, "写しを作りました。元の下書きは、そのまま残っています。")
    return redirect("documents:draft_edit", copy.pk)


@require_POST
def draft_put_away(request: PersonRequest, pk: int) -> HttpResponse:
    """Out of the lists, or back into them."""
    draft = own_draft(request, pk)
    form = PutAwayForm(request.POST)
    if form.is_valid():
        is_put_away = form.cleaned_data["away"] == "yes"
        actions.put_away_draft(draft=draft, is_put_away=is_put_away, actor=request.user, now=timezone.now())
        messages.success(request, "下書きをしまいました。" if is_put_away else "下書きを一覧に戻しました。")
    else:
        messages.error(request, "操作を読み取れませんでした。もう一度押してください。")
    return redirect(draft)


@require_POST
def draft_to_library(request: PersonRequest, pk: int) -> HttpResponse:
    """Register the filled file as a document that only the own body sees."""
    draft = own_draft(request, pk)
    form = RevisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "画面の情報が欠けています。ページを開き直してから、もう一度押してください。")
        return redirect(draft)
    try:
        document = actions.save_draft_as_document(
            draft=draft, revision=form.cleaned_data["revision"], actor=request.user, now=timezone.now()
        )
    except DomainError as error:
        if status_of(error) != BROKEN:
            raise  # a full disk, a silent scanner: the draft is kept, and the answer says whose fault it is
        messages.error(request, error.message)
        return redirect(draft)
    messages.success(request, "共有文書に登録しました。まだ公開していません。")
    return redirect(document)


def own_draft(request: PersonRequest, pk: int) -> TemplateDraft:
    """A draft of the reader's own body, or 404."""
    return get_object_or_404(TemplateDraft.objects.visible_to(request.user).with_facts(), pk=pk)


def _filling(draft: TemplateDraft, data: Any) -> Filling:
    return Filling(
        draft.template.questions(), data, title=draft.title, answers=draft.answers, prefilled=draft.prefilled
    )


def _save(request: PersonRequest, draft: TemplateDraft, filling: Filling, revision: int) -> None:
    actions.save_draft(
        draft=draft,
        title=filling.head.cleaned_data["title"],
        answers=filling.answers(),
        revision=revision,
        actor=request.user,
        now=timezone.now(),
    )
