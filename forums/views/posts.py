"""Single posts: read, edited, taken back, reacted to, chosen as the answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from dss.access import DomainError
from dss.faults import form_status, refuse_form
from forums import actions
from forums.drafting import draft_box
from forums.emails import post_path
from forums.enums import ReactionKind
from forums.forms import EditForm, ReactionForm
from forums.history import version_rows
from forums.models import Post, Topic
from forums.policies import can_delete_post, can_edit_post
from forums.reading import post_entries
from forums.views.calling import people_url

CONFLICT = 409
REVISIONS_A_PAGE = 10


@require_safe
def post_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One post by itself: for readers the way into its topic, for operators what was reported."""
    post = _visible(request, pk)
    context = {
        "entry": post_entries(post.topic, [post], request.user)[0],
        "topic": Topic.objects.visible_to(request.user).filter(pk=post.topic_id).first(),
        "thread_url": post_path(post.topic_id, post.number),
    }
    return render(request, "forums/post_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change one's own text, and a topic's kind and links; what it said before stays in its history."""
    post = _present(request, pk)
    can_edit_post(request.user, post).or_refuse()
    box = draft_box(post, request.user, timezone.now())
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, request.FILES or None, initial=_as_it_is(post) | box.entered, post=post, person=request.user)
    preview, other = None, None
    if data is not None and form.is_valid():
        if "preview" in data:
            preview = form.cleaned_data["body"]
        else:
            try:
                return _save(request, post, form)
            except actions.PostChanged as conflict:
                other = conflict.post
                form.data = {**data.dict(), "revision": str(other.revision)}
            except DomainError as error:
                refuse_form(form, error)
    context = {"post": post, "form": form, "box": box, "preview": preview, "other": other}
    context["people_url"] = people_url(request, post.topic.board, post.topic)
    status = CONFLICT if other else form_status(form)
    return render(request, "forums/post_edit.html", context, status=status)


def _as_it_is(post: Post) -> dict[str, object]:
    """What the form begins with; of a topic's own text also its kind and what it links, a line each."""
    texts: dict[str, object] = {"body": post.body, "revision": post.revision}
    if not post.is_first:
        return texts
    topic = post.topic
    services = "\n".join(service.get_absolute_url() for service in topic.services.order_by("pk"))
    documents = "\n".join(paper.get_absolute_url() for paper in topic.documents.order_by("pk"))
    return texts | {"title": topic.title, "kind": topic.kind, "services": services, "documents": documents}


def _save(request: PersonRequest, post: Post, form: EditForm) -> HttpResponse:
    texts = {"title": ""} | form.cleaned_data
    actions.edit_post(post=post, actor=request.user, now=timezone.now(), **texts)
    messages.success(request, "投稿を書き換えました。")
    return redirect(post_path(post.topic_id, post.number))


@require_http_methods(["GET", "HEAD", "POST"])
def post_delete(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then take one's own post back."""
    post = _present(request, pk)
    can_delete_post(request.user, post).or_refuse()
    is_whole_topic = post.is_first and post.topic.post_count == 1
    if request.method == "POST":
        actions.delete_post(post=post, actor=request.user, now=timezone.now())
        messages.success(request, "投稿を削除しました。")
        return redirect(post.topic.board if is_whole_topic else post.topic)
    context = {
        "entry": post_entries(post.topic, [post], request.user)[0],
        "topic": post.topic,
        "thread_url": post_path(post.topic_id, post.number),
        "is_whole_topic": is_whole_topic,
    }
    return render(request, "forums/post_delete.html", context)


@require_safe
def post_history(request: PersonRequest, pk: int) -> HttpResponse:
    """What the post says and said."""
    post = _present(request, pk)
    notes: list[str] = []
    earlier = Paginator(post.revisions.newest_first(), REVISIONS_A_PAGE)
    page = repaired_page(earlier, request.GET.get("page", ""), notes)
    context = {
        "entry": post_entries(post.topic, [post], request.user)[0],
        "revision": post.revision,
        "page": page,
        "versions": version_rows(page, request.user),
        "notes": notes,
        "thread_url": post_path(post.topic_id, post.number),
    }
    return render(request, "forums/post_history.html", context)


@require_POST
def post_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """The asker says: this answer helped."""
    topic = actions.accept_answer(post=_visible(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "解決した回答として選びました。")
    return redirect(topic)


@require_POST
def post_react(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a sign under the post."""
    post, kind = _visible(request, pk), _kind(request)
    if kind is None:
        return render(request, "400.html", status=400)
    actions.react_post(post=post, kind=kind, actor=request.user, now=timezone.now())
    return redirect(post_path(post.topic_id, post.number))


@require_POST
def post_unreact(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the sign back."""
    post, kind = _visible(request, pk), _kind(request)
    if kind is None:
        return render(request, "400.html", status=400)
    actions.unreact_post(post=post, kind=kind, actor=request.user, now=timezone.now())
    return redirect(post_path(post.topic_id, post.number))


def _kind(request: PersonRequest) -> ReactionKind | None:
    form = ReactionForm(request.POST)
    return ReactionKind(form.cleaned_data["kind"]) if form.is_valid() else None


def _visible(request: PersonRequest, pk: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.user).with_author().with_topic(), pk=pk)


def _present(request: PersonRequest, pk: int) -> Post:
    """One that still says something: of a removed post nothing is left to edit or to look back at."""
    post = _visible(request, pk)
    if post.is_removed:
        raise Http404
    return post
