"""Read marks: where the unread begins, and what counts as read from now on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from forums import actions
from forums.emails import post_path
from forums.forms import ReadForm
from forums.models import Board, Topic
from forums.policies import can_open_topics
from forums.querysets import UnreadState


@require_safe
def topic_unread(request: PersonRequest, pk: int) -> HttpResponse:
    """To the first unread post of the topic, or to its newest where nothing is unread."""
    topics = Topic.objects.visible_to(request.user).with_unread_of(request.user, timezone.now())
    topic = get_object_or_404(topics, pk=pk)
    return redirect(post_path(topic.pk, UnreadState.of(topic).first or topic.post_count))


@require_POST
def topic_read(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything up to the post that was the last when the page was shown counts as read."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    form = ReadForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    actions.read_topic(topic=topic, number=min(form.cleaned_data["number"], topic.post_count), actor=request.user)
    messages.success(request, "このトピックを既読にしました。")
    return redirect(topic)


@require_POST
def board_read(request: PersonRequest, slug: str) -> HttpResponse:
    """Everything on the board counts as read."""
    board = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    actions.read_everything(board=board, actor=request.user, now=timezone.now())
    messages.success(request, f"課「{board.name}」のトピックをすべて既読にしました。")
    return redirect(board)


@require_POST
def topics_read(request: PersonRequest) -> HttpResponse:
    """Everything the person can see counts as read."""
    can_open_topics(request.user).or_refuse()
    actions.read_everything(board=None, actor=request.user, now=timezone.now())
    messages.success(request, "すべてのトピックを既読にしました。")
    return redirect("forums:topic_list")
