"""What the expert behind an answer stated about ties to vendors: for everybody who reads the answer."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from forums.disclosure import post_byline
from forums.emails import post_path
from forums.models import Post


@require_safe
def expert_statement(request: PersonRequest, pk: int) -> HttpResponse:
    """Also of experts who left: their answers stay. Staff's posts have none."""
    post = get_object_or_404(Post.objects.visible_to(request.user).with_author().with_topic(), pk=pk)
    if not post.by_expert:
        raise Http404
    advisor = getattr(post.author, "advisor", None)
    context = {
        "post": post,
        "byline": post_byline(post),
        "advisor": advisor,
        "has_stated": advisor is not None and advisor.has_stated(timezone.now()),
        "thread_url": post_path(post.topic_id, post.number),
    }
    return render(request, "forums/expert_statement.html", context)
