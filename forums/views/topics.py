"""Opening a topic, and what its author and its readers decide about it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Municipality
from accounts.requests import PersonRequest, own_address
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from forums import actions
from forums.drafting import draft_box
from forums.enums import ShownAs, TopicKind, WatchLevel
from forums.forms import TopicForm, WatchForm
from forums.models import Board, Topic
from forums.policies import can_create_topic, can_open_boards
from forums.similar import similar_to
from forums.views.boards import named_service
from forums.views.calling import people_url


@require_safe
def topic_start(request: PersonRequest) -> HttpResponse:
    """Where to ask: the boards, each leading to its form with the listing in the address."""
    can_open_boards(request.user).or_refuse()
    boards = Board.objects.visible_to(request.user).in_use().in_order()
    return render(request, "forums/topic_start.html", {"boards": boards, "service": named_service(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def topic_create(request: PersonRequest, slug: str) -> HttpResponse:
    """Write, see how it will look, send."""
    board = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    can_create_topic(request.user, board).or_refuse()
    box = draft_box(board, request.user, timezone.now())
    form = _topic_form(request, box.entered)
    preview, similar = None, []
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview, similar = form.cleaned_data, similar_to(form.cleaned_data["title"], request.user, timezone.now())
        else:
            try:
                topic = _open(request, board, form)
            except DomainError as error:
                refuse_form(form, error)
            else:
                messages.success(request, "トピックを投稿しました。返信があると、お知らせとメールが届きます。")
                return redirect(topic)
    context = {"board": board, "form": form, "box": box, "preview": preview, "rows": similar}
    context["people_url"] = people_url(request, board)
    return render(request, "forums/topic_create.html", context, status=form_status(form))


def _topic_form(request: PersonRequest, begun: dict[str, str]) -> TopicForm:
    """Filled with the draft that was `begun`, and with the listing in the address where that names none."""
    service = named_service(request)
    line = "" if service is None else f"{service.name} {request.build_absolute_uri(service.get_absolute_url())}"
    return TopicForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        municipality=cast("Municipality", request.persona.municipality),  # the policy saw to that
        person=request.user,
        initial={"services": line} | begun,
    )


@require_safe
def similar_topics(request: PersonRequest) -> HttpResponse:
    """A fragment beside the title that is being typed."""
    can_open_boards(request.user).or_refuse()
    rows = similar_to(request.GET.get("title", ""), request.user, timezone.now())
    return render(request, "forums/_similar.html", {"rows": rows})


def _open(request: PersonRequest, board: Board, form: TopicForm) -> Topic:
    data = dict(form.cleaned_data)
    return actions.create_topic(
        board=board,
        kind=TopicKind(data.pop("kind")),
        shown_as=ShownAs(data.pop("shown_as")),
        actor=request.user,
        now=timezone.now(),
        **data,
    )


@require_POST
def topic_unaccept(request: PersonRequest, pk: int) -> HttpResponse:
    """The question is open again."""
    topic = actions.unaccept_answer(topic=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "相談を受付中に戻しました。")
    return redirect(topic)


@require_POST
def topic_invite_experts(request: PersonRequest, pk: int) -> HttpResponse:
    """Let advisors read and answer."""
    topic = actions.invite_experts(topic=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "専門家アドバイザーに開きました。")
    return redirect(topic)


@require_POST
def topic_close_to_experts(request: PersonRequest, pk: int) -> HttpResponse:
    """Advisors see it no more."""
    topic = actions.close_to_experts(topic=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "専門家アドバイザーには見えなくしました。")
    return redirect(topic)


@require_POST
def topic_watch(request: PersonRequest, pk: int) -> HttpResponse:
    """How to hear of new posts."""
    topic = _visible(request, pk)
    form = WatchForm(request.POST)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    level = WatchLevel(form.cleaned_data["level"])
    actions.watch_topic(topic=topic, level=level, actor=request.user, now=timezone.now())
    messages.success(request, f"トピック「{topic.title}」の通知を「{level.label}」にしました。")
    return redirect(own_address(request) or topic.get_absolute_url())


def _visible(request: PersonRequest, pk: int) -> Topic:
    return get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
