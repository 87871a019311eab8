"""What the asker of a question nobody answered can do next."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from forums.enums import CallWay
from forums.models import AnswerCallee, Post, Topic
from forums.policies import can_accept_answer


@require_safe
def topic_next_steps(request: PersonRequest, pk: int) -> HttpResponse:
    """For the asker: how many were asked, never who, and the ways to go on."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user).with_list_data(), pk=pk)
    can_accept_answer(request.user, topic).or_refuse()
    counted = AnswerCallee.objects.filter(call=topic.pk).order_by().values_list("way").annotate(total=Count("pk"))
    asked = [(CallWay(way).label, total) for way, total in counted]
    first = get_object_or_404(Post.objects.visible_to(request.user), topic=topic, number=1)
    return render(request, "forums/topic_next_steps.html", {"topic": topic, "asked": asked, "first": first})
