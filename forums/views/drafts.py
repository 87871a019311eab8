"""Drafts: saved while somebody writes, listed for their writer, thrown away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from dss.access import DomainError
from forums import actions
from forums.drafting import Unsent, draft_rows, texts_of
from forums.forms import entered_in, token_in
from forums.models import Board, Place, Post, PostDraft, Topic, form_url
from forums.policies import can_open_topics

CONFLICT = 409


@require_POST
def topic_create_draft(request: PersonRequest, slug: str) -> HttpResponse:
    """Keep a topic that is being written."""
    return _save(request, get_object_or_404(Board.objects.visible_to(request.user), slug=slug))


@require_POST
def topic_reply_draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep an answer that is being written."""
    return _save(request, get_object_or_404(Topic.objects.visible_to(request.user), pk=pk))


@require_POST
def post_edit_draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep an edit that is being made."""
    return _save(request, get_object_or_404(Post.objects.visible_to(request.user).with_topic(), pk=pk))


def _save(request: PersonRequest, place: Place) -> HttpResponse:
    """By the script (`auto`) answered with a line to show, by the button with the form again."""
    entered, token, now = entered_in(request.POST), token_in(request.POST), timezone.now()
    is_quiet = "auto" in request.POST
    try:
        draft = actions.save_draft(place=place, entered=entered, client_token=token, actor=request.user, now=now)
    except DomainError as error:
        if is_quiet:
            return HttpResponse(error.message, status=CONFLICT, content_type="text/plain")
        unsent = Unsent(form_url(place), False, texts_of(entered))
        return render(request, "forums/unsent.html", {"unsent": unsent, "reason": error.message}, status=CONFLICT)
    words = f"下書きを保存しました（{timezone.localtime(now):%H:%M}）" if draft is not None else "下書きはありません"
    if is_quiet:
        return HttpResponse(words, content_type="text/plain")
    messages.success(request, f"{words}。")
    return redirect(form_url(place))


@require_safe
def draft_list(request: PersonRequest) -> HttpResponse:
    """What the reader has begun to write, and where to go on."""
    can_open_topics(request.user).or_refuse()
    drafts = PostDraft.objects.visible_to(request.user).with_place().latest_first()
    return render(request, "forums/draft_list.html", {"rows": draft_rows(drafts, request.user)})


@require_POST
def draft_discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Throw one's own draft away."""
    draft = get_object_or_404(PostDraft.objects.visible_to(request.user).with_place(), pk=pk)
    actions.discard_draft(draft=draft, actor=request.user)
    messages.success(request, "下書きを破棄しました。")
    return redirect("forums:draft_list" if request.POST.get("back") == "list" else form_url(draft.place))
