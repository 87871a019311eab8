"""Finding somebody to call by name: the list that completes what is typed, and the same as a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from forums.forms import PeopleForm
from forums.mentioning import call_of, callable_by, found_among, label_of
from forums.models import Board, Topic
from forums.policies import can_open_boards

MOST_LISTED, MOST_COMPLETED = 50, 8


@require_safe
def board_people(request: PersonRequest, slug: str) -> HttpResponse:
    """Whom this reader may call in a topic of the board (`topic`), or in a new one; `part`: the list alone."""
    board = get_object_or_404(Board.objects.visible_to(request.user), slug=slug)
    can_open_boards(request.user).or_refuse()
    form = PeopleForm(request.GET)
    if not form.is_valid():
        return render(request, "400.html", status=400)
    number, words = form.cleaned_data["topic"], form.cleaned_data["q"]
    topics = Topic.objects.visible_to(request.user).filter(board=board)
    topic = get_object_or_404(topics, pk=number) if number else None
    is_part = form.cleaned_data["part"]
    people = found_among(callable_by(request.user, board, topic, timezone.now()), words)
    listed = people[: MOST_COMPLETED if is_part else MOST_LISTED]
    entries = [{"label": label_of(each), "call": call_of(each)} for each in listed]
    context = {"board": board, "topic": topic, "form": form, "words": words, "entries": entries}
    return render(request, "forums/_people.html" if is_part else "forums/board_people.html", context)


def people_url(request: PersonRequest, board: Board, topic: Topic | None = None) -> str:
    """Where one finds whom to call; empty for who may not."""
    if not can_open_boards(request.user):
        return ""
    address = reverse("forums:board_people", args=[board.slug])
    return f"{address}?topic={topic.pk}" if topic is not None else address
