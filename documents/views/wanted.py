"""「〇〇の仕様書を探しています」."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.forms import RevisionForm
from documents import actions
from documents.errands import finish_errand
from documents.forms import (
    OFFERED,
    NewWantedForm,
    RemoveForm,
    WantedAnswerForm,
    WantedEndForm,
    WantedForm,
)
from documents.models import SharedDocument, WantedAnswer, WantedDocument
from documents.policies import (
    can_answer_wanted,
    can_ask_wanted,
    can_edit_wanted,
    can_open_documents,
    can_remove_wanted,
)
from documents.views.common import CONFLICT, status_of
from documents.wanted_board import SCOPES, WantedBoard
from dss.access import DomainError
from dss.faults import refuse_form


@require_safe
def wanted_list(request: PersonRequest) -> HttpResponse:
    """What others look for."""
    can_open_documents(request.user).or_refuse()
    board = WantedBoard(request.GET, request.user)
    return render(request, "documents/wanted_list.html", {"board": board, "page": board.page, "scopes": SCOPES})


@require_http_methods(["GET", "HEAD", "POST"])
def wanted_create(request: PersonRequest) -> HttpResponse:
    """Say what one looks for."""
    can_ask_wanted(request.user).or_refuse()
    form = NewWantedForm(request.POST if request.method == "POST" else None, initial={"title": _asked_title(request)})
    if form.is_bound and form.is_valid():
        token = form.cleaned_data["client_token"]
        try:
            wanted = actions.ask_wanted(facts=form.facts(), client_token=token, actor=request.user, now=timezone.now())
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "掲示しました。答えがあったときにお知らせします。")
            return redirect(wanted)
    return render(request, "documents/wanted_create.html", {"form": form}, status=status_of(form))


@require_safe
def wanted_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """What is looked for, and the documents others offer."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user).with_list_data(), pk=pk)
    answers = WantedAnswer.objects.visible_to(request.user).filter(wanted=wanted).with_documents()
    return render(request, "documents/wanted_detail.html", {"wanted": wanted, "answers": answers})


@require_http_methods(["GET", "HEAD", "POST"])
def wanted_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change the words; a lost update is refused with both texts shown."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user).with_list_data(), pk=pk)
    can_edit_wanted(request.user, wanted).or_refuse()
    initial = {name: getattr(wanted, name) for name in WantedForm.base_fields}
    form = WantedForm(request.POST if request.method == "POST" else None, initial=initial)
    revision = RevisionForm(request.POST if form.is_bound else None, initial={"revision": wanted.revision})
    context = {"wanted": wanted, "form": form, "revision_form": revision}
    if form.is_bound and revision.is_valid() and form.is_valid():
        number = revision.cleaned_data["revision"]
        try:
            actions.edit_wanted(
                wanted=wanted, facts=form.facts(), revision=number, actor=request.user, now=timezone.now()
            )
        except actions.WantedChanged as changed:
            context |= {"conflict": changed.message, "saved": changed.wanted}
            context["revision_form"] = RevisionForm(initial={"revision": changed.wanted.revision})
            return render(request, "documents/wanted_edit.html", context, status=CONFLICT)
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "保存しました。")
            return redirect(wanted)
    return render(request, "documents/wanted_edit.html", context, status=status_of(form, revision))


@require_http_methods(["GET", "HEAD", "POST"])
def wanted_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Offer a document on the shelf."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user).with_list_data(), pk=pk)
    can_answer_wanted(request.user, wanted).or_refuse()
    finish_errand(request)
    readable = SharedDocument.objects.visible_to(request.user).published()
    own = readable.editable_by(request.user).latest_first()
    form = WantedAnswerForm(request.POST if request.method == "POST" else None, own=own, readable=readable)
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            actions.answer_wanted(
                wanted=wanted, document=form.document, note=note, actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "答えを伝えました。ありがとうございます。")
            return redirect(wanted)
    context = {"wanted": wanted, "form": form, "offered": OFFERED}
    return render(request, "documents/wanted_answer.html", context, status=status_of(form))


@require_POST
def wanted_end(request: PersonRequest, pk: int) -> HttpResponse:
    """Found, or needed no longer."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user), pk=pk)
    form = WantedEndForm(request.POST)
    if form.is_valid():
        is_found = form.cleaned_data["outcome"] == "found"
        actions.end_wanted(wanted=wanted, is_found=is_found, actor=request.user, now=timezone.now())
        messages.success(request, "見つかったことを掲示しました。" if is_found else "掲示を取りやめました。")
    else:
        can_edit_wanted(request.user, wanted).or_refuse()
        messages.error(request, "操作を読み取れませんでした。もう一度押してください。")
    return redirect(wanted)


@require_POST
def wanted_renew(request: PersonRequest, pk: int) -> HttpResponse:
    """「まだ探しています」."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user), pk=pk)
    actions.renew_wanted(wanted=wanted, actor=request.user, now=timezone.now())
    messages.success(request, "掲示を続けます。")
    return redirect(wanted)


@require_http_methods(["GET", "HEAD", "POST"])
def wanted_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """The operators' answer to a report."""
    wanted = get_object_or_404(WantedDocument.objects.visible_to(request.user).with_list_data(), pk=pk)
    can_remove_wanted(request.user, wanted).or_refuse()
    form = RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.remove_wanted(wanted=wanted, reason=reason, actor=request.user, now=timezone.now())
        messages.success(request, "掲示を取り下げました。")
        return redirect(wanted)
    return render(request, "documents/wanted_remove.html", {"wanted": wanted, "form": form}, status=status_of(form))


def _asked_title(request: PersonRequest) -> str:
    """What the person searched for in vain on the shelf."""
    return request.GET.get("title", "")[:60]
