"""A topic with its posts, and the form to go on."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.notification_lists import unread_count
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from forums import actions
from forums.disclosure import topic_byline
from forums.drafting import DraftBox, box_of
from forums.emails import POSTS_A_PAGE, post_path
from forums.enums import WatchLevel
from forums.forms import QuoteForm, ReplyForm
from forums.models import Post, Topic
from forums.policies import can_reply_topic
from forums.querysets import UnreadState
from forums.quoting import quote_of
from forums.reading import links_of, post_entries, readable_posts
from forums.views.calling import people_url


@require_safe
def topic_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """The topic, a page of its posts, the answer that helped on top."""
    topic = _visible(request, pk)
    return _thread(request, topic, _reply_form(request, topic))


@require_POST
def topic_reply(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer, or see first how it will look."""
    topic = _visible(request, pk)
    form = _reply_form(request, topic)
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
    marked = topics.with_draft_of(request.user).with_unread_of(request.user, timezone.now())
    return get_object_or_404(marked.select_related("moved_from").with_link_numbers(), pk=pk)


def _reply_form(request: PersonRequest, topic: Topic) -> ReplyForm:
    """Filled with the draft there is, and with the post that is to be quoted."""
    begun = _box(request, topic).entered
    quoted = _quoted(request, topic)
    body = "\n\n".join(filter(None, (begun.get("body", "").rstrip(), quoted)))
    return ReplyForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        municipality=request.persona.municipality,
        person=request.user,
        initial=begun | {"body": body},
    )


def _box(request: PersonRequest, topic: Topic) -> DraftBox:
    return box_of(topic, request.user, topic.own_draft, timezone.now())  # type: ignore[attr-defined]  # annotated


def _quoted(request: PersonRequest, topic: Topic) -> str:
    """The words of the post the address names; nothing of one that is not in this topic or was taken down."""
    asked = QuoteForm(request.GET)
    if request.method == "POST" or not asked.is_valid():
        return ""
    posts = Post.objects.visible_to(request.user).filter(topic=topic, removed_at__isnull=True).with_author()
    post = posts.filter(pk=asked.cleaned_data["quote"]).first()
    if post is None:
        return ""
    post.topic = topic
    return quote_of(post)


def _thread(request: PersonRequest, topic: Topic, form: ReplyForm, preview: str | None = None) -> HttpResponse:
    notes: list[str] = []
    numbers = Paginator(range(1, topic.post_count + 1), POSTS_A_PAGE)
    page = repaired_page(numbers, request.GET.get("page", ""), notes)
    shown = Q(number__in=page.object_list) | Q(pk=topic.accepted_post_id)
    posts = readable_posts(topic, request.user).filter(shown).with_author().in_order()
    may_reply = can_reply_topic(request.user, topic)
    entries = post_entries(topic, posts, request.user, may_quote=bool(may_reply) and not topic.is_locked)
    on_page = [entry for entry in entries if entry.face.number in page.object_list]
    accepted = next((entry.face for entry in entries if entry.face.is_accepted), None)
    context = {
        "topic": topic,
        "byline": topic_byline(topic),
        "page": page,
        "notes": notes,
        "entries": on_page,
        **_marks(request, topic, [entry.face.number for entry in on_page]),
        "accepted": accepted,
        "accepted_url": post_path(topic.pk, accepted.number) if accepted else "",
        **links_of(topic, request.user),
        **_watching(topic),
        "may_reply": may_reply,
        "form": form,
        "box": _box(request, topic),
        "people_url": people_url(request, topic.board, topic),
        "preview": preview,
    }
    return render(request, "forums/topic_detail.html", context, status=form_status(form))


def _watching(topic: Topic) -> dict[str, object]:
    """How the reader is told of new posts (the topic comes before its board), and the other ways there are."""
    own, board = topic.own_watch, topic.board_watch  # type: ignore[attr-defined]  # annotated
    level = own or board or WatchLevel.OFF
    others = [each for each in WatchLevel if each != level]
    return {"watch_level": level, "is_watched_by_board": board is not None and own is None, "levels": others}


def _marks(request: PersonRequest, topic: Topic, shown: list[int]) -> dict[str, object]:
    """Where the unread began before this page; whoever gets the page has read what it shows."""
    state = UnreadState.of(topic)
    if request.method == "GET":
        now = timezone.now()
        actions.read_page(topic=topic, state=state, shown=shown, actor=request.user, now=now)
        waiting = unread_count(request.user)
        if waiting:
            over = actions.read_news(topic=topic, state=state, shown=shown, actor=request.user, now=now)
            vars(request.user)["unread"] = waiting - over  # what the header of this page says
    return {"unread": state, "is_unread_elsewhere": state.first > 0 and state.first not in shown}
