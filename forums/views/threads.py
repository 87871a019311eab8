"""A topic with its posts, and the form to go on."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from forums import actions
from forums.disclosure import topic_byline
from forums.emails import POSTS_A_PAGE, post_path
from forums.enums import WatchLevel
from forums.forms import ReplyForm
from forums.models import Post, Topic
from forums.reading import links_of, post_entries
from forums.views.calling import people_url


@require_safe
def topic_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The topic, a page of its posts, the answer that helped on top."""
    return _thread(request, _visible(request, pk), _reply_form(request))


@require_POST
def topic_reply(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer, or see first how it will look."""
    topic = _visible(request, pk)
    form = _reply_form(request)
    if form.is_valid():
        if "preview" in request.POST:
            return _thread(request, topic, form, preview=form.cleaned_data["body"])
        try:
            post = actions.reply_topic(
                topic=topic,
                body=form.cleaned_data["body"],
                attachments=form.cleaned_data["attachments"],
                shown_as=form.way,
                client_token=form.cleaned_data["client_token"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            refuse_form(form, error)
        else:
            messages.success(request, "投稿しました。")
            return redirect(post_path(topic.pk, post.number))
    return _thread(request, _visible(request, pk), form)


def _visible(request: PersonRequest, pk: int) -> Topic:
    topics = Topic.objects.visible_to(request.user).with_list_data().with_watch_of(request.user)
    return get_object_or_404(topics.with_link_numbers(), pk=pk)


def _reply_form(request: PersonRequest) -> ReplyForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return ReplyForm(*sent, municipality=request.persona.municipality, person=request.user)


def _thread(request: PersonRequest, topic: Topic, form: ReplyForm, preview: str | None = None) -> HttpResponse:
    notes: list[str] = []
    numbers = Paginator(range(1, topic.post_count + 1), POSTS_A_PAGE)
    page = repaired_page(numbers, request.GET.get("page", ""), notes)
    shown = Q(number__in=page.object_list) | Q(pk=topic.accepted_post_id)
    posts = Post.objects.visible_to(request.user).filter(shown, topic=topic).with_author().in_order()
    entries = post_entries(topic, posts, request.user)
    accepted = next((entry.face for entry in entries if entry.face.is_accepted), None)
    context = {
        "topic": topic,
        "byline": topic_byline(topic),
        "page": page,
        "notes": notes,
        "entries": [entry for entry in entries if entry.face.number in page.object_list],
        "accepted": accepted,
        "accepted_url": post_path(topic.pk, accepted.number) if accepted else "",
        **links_of(topic, request.user),
        "levels": [level for level in WatchLevel if level != topic.watch_level],  # type: ignore[attr-defined]  # annotated
        "form": form,
        "people_url": people_url(request, topic.board, topic),
        "preview": preview,
    }
    return render(request, "forums/topic_detail.html", context, status=form_status(form))
