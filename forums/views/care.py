"""What author and leaders do about a topic as a whole: stop the writing, let it stand first, move it."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from dss.faults import form_status
from forums import actions
from forums.forms import LockForm, MoveForm, UnlockForm
from forums.models import Topic
from forums.policies import can_lock_topic, can_move_topic, can_tend_topic, can_unlock_topic


@require_safe
def topic_tend(request: PersonRequest, pk: int) -> HttpResponse:
    """What there is to do."""
    topic = _visible(request, pk)
    can_tend_topic(request.user, topic).or_refuse()
    return _page(request, topic)


@require_POST
def topic_lock(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop writing, and say why."""
    topic = _visible(request, pk)
    can_lock_topic(request.user, topic).or_refuse()
    form = LockForm(request.POST)
    if not form.is_valid():
        return _page(request, topic, lock_form=form)
    actions.lock_topic(topic=topic, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, "書き込みを止めました。")
    return redirect(topic)


@require_POST
def topic_unlock(request: PersonRequest, pk: int) -> HttpResponse:
    """Allow writing again, and say why."""
    topic = _visible(request, pk)
    can_unlock_topic(request.user, topic).or_refuse()
    form = UnlockForm(request.POST)
    if not form.is_valid():
        return _page(request, topic, lock_form=form)
    actions.unlock_topic(topic=topic, actor=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, "書き込みを再開しました。")
    return redirect(topic)


@require_POST
def topic_pin(request: PersonRequest, pk: int) -> HttpResponse:
    """Let it stand first on its board."""
    topic = actions.pin_topic(topic=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "課の一覧の先頭に固定しました。")
    return redirect(topic)


@require_POST
def topic_unpin(request: PersonRequest, pk: int) -> HttpResponse:
    """Let it stand where its last post puts it."""
    topic = actions.unpin_topic(topic=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "固定を外しました。")
    return redirect(topic)


@require_POST
def topic_move(request: PersonRequest, pk: int) -> HttpResponse:
    """Put it on another board."""
    topic = _visible(request, pk)
    can_move_topic(request.user, topic).or_refuse()
    form = MoveForm(request.POST, topic=topic, person=request.user)
    if not form.is_valid():
        return _page(request, topic, move_form=form)
    board = form.cleaned_data["board"]
    actions.move_topic(topic=topic, board=board, actor=request.user, now=timezone.now())
    messages.success(request, f"「{board.name}」に移しました。アドレスは変わりません。")
    return redirect(topic)


def _page(
    request: PersonRequest, topic: Topic, *, lock_form: Form | None = None, move_form: Form | None = None
) -> HttpResponse:
    lock_form = lock_form or (UnlockForm() if topic.is_locked else LockForm())
    move_form = move_form or MoveForm(topic=topic, person=request.user)
    context = {
        "topic": topic,
        "lock_form": lock_form,
        "move_form": move_form,
        "form": move_form if move_form.is_bound else lock_form,
    }
    return render(request, "forums/topic_tend.html", context, status=form_status(lock_form, move_form))


def _visible(request: PersonRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("board", "author"), pk=pk)
