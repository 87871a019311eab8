"""The life of a board: founded, described, given more time, ended, taken along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import PersonRequest
from dss.access import DomainError
from dss.downloads import attachment
from forums import actions
from forums.enums import JoinPolicy
from forums.exporting import write_history
from forums.forms import DescribeForm, EndForm, FoundForm, RenewForm
from forums.models import Board, Topic
from forums.policies import can_found_board, can_lead_board, can_tend_board

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def board_found(request: PersonRequest) -> HttpResponse:
    """Found a board and lead it."""
    can_found_board(request.user).or_refuse()
    form = FoundForm(request.POST if request.method == "POST" else None)

    def save() -> Board:
        facts = form.cleaned_data | {"join_policy": JoinPolicy(form.cleaned_data["join_policy"])}
        return actions.found_board(actor=request.user, now=timezone.now(), **facts)

    return _saved(request, form, save, "課を開設しました。最初のトピックを立ててください。", "board_found", {})


@require_http_methods(["GET", "HEAD", "POST"])
def board_describe(request: PersonRequest, slug: str) -> HttpResponse:
    """Other words for the board; somebody else's change is shown, not overwritten."""
    board = own_board(request, slug)
    can_tend_board(request.user, board).or_refuse()
    initial = {name: getattr(board, name) for name in ("name", "purpose", "join_policy", "revision")}
    form = DescribeForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"board": board}

    def save() -> Board:
        facts = form.cleaned_data | {"join_policy": JoinPolicy(form.cleaned_data["join_policy"])}
        return actions.describe_board(board=board, actor=request.user, now=timezone.now(), **facts)

    try:
        return _saved(request, form, save, "課の説明を書き換えました。", "board_describe", context)
    except actions.BoardChanged as conflict:
        form.data = {**request.POST.dict(), "revision": str(conflict.board.revision)}
        context |= {"form": form, "other": conflict.board}
        return render(request, "forums/board_describe.html", context, status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def board_renew(request: PersonRequest, slug: str) -> HttpResponse:
    """Another last day, with the reason."""
    board = own_board(request, slug)
    can_lead_board(request.user, board).or_refuse()
    form = RenewForm(request.POST if request.method == "POST" else None)

    def save() -> Board:
        return actions.renew_board(board=board, actor=request.user, now=timezone.now(), **form.cleaned_data)

    return _saved(request, form, save, "期限を変えました。", "board_renew", {"board": board})


@require_http_methods(["GET", "HEAD", "POST"])
def board_end(request: PersonRequest, slug: str) -> HttpResponse:
    """End it with a retrospective, after seeing how it will look."""
    board = own_board(request, slug)
    can_lead_board(request.user, board).or_refuse()
    form = EndForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"board": board}
    if form.is_bound and form.is_valid() and "preview" in request.POST:
        context |= {"form": form, "preview": form.cleaned_data["retrospective"]}
        return render(request, "forums/board_end.html", context)

    def save() -> Board:
        return actions.end_board(board=board, actor=request.user, now=timezone.now(), **form.cleaned_data)

    return _saved(request, form, save, "課を終了しました。振り返りは、いつでも読めます。", "board_end", context)


@require_safe
def board_export(request: PersonRequest, slug: str) -> HttpResponseBase:
    """The whole history as one file, for the leader."""
    board = own_board(request, slug)
    can_lead_board(request.user, board).or_refuse()
    topics = Topic.objects.visible_to(request.user).present().filter(board=board)
    file = write_history(board, topics)
    return attachment(file, f"課「{board.name}」の記録", ending=".zip", media_type="application/zip")


def own_board(request: PersonRequest, slug: str) -> Board:
    """The board of this address, if the reader sees boards at all."""
    return get_object_or_404(Board.objects.visible_to(request.user), slug=slug)


def _saved(
    request: PersonRequest,
    form: forms.Form,
    save: Callable[[], Board],
    words: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """What every form of a board does: save and go to the board, or show what is wrong beside the fields."""
    if form.is_bound and form.is_valid():
        try:
            board = save()
        except actions.BoardChanged:
            raise
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, words)
            return redirect(board)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, f"forums/{template}.html", context | {"form": form}, status=status)
