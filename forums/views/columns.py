"""Columns: read by everybody or by staff alone, written by experts."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from catalog.search.paging import page_offset
from catalog.search.queries import asked_text
from dss.access import DomainError
from forums.actions import columns as actions
from forums.bylines import author_name, column_rows
from forums.column_search import FoundColumns
from forums.enums import ColumnAudience
from forums.forms.columns import ColumnForm, RevisionForm
from forums.models import Column
from forums.policies import can_edit_column, can_keep_columns, can_write_column

PAGE_SIZE = 20
ENTRIES = 30
UNPROCESSABLE, CONFLICT = 422, 409


@login_not_required
@require_safe
def column_list(request: HttpRequest) -> HttpResponse:
    """What this reader may read, or what of it fits the words."""
    words, asked = asked_text(request.GET.get("q", "")), request.GET.get("page", "")
    columns = Column.objects.readable_by(request.user)
    notes: list[str] = []
    if words:
        hits = FoundColumns(words, columns, limit=PAGE_SIZE, offset=page_offset(asked, PAGE_SIZE))
        page = repaired_page(Paginator(hits, PAGE_SIZE), asked, notes)  # type: ignore[arg-type]  # as much as it needs
        notes += hits.result.notes
    else:
        rows = columns.select_related("author").newest_first()
        page = repaired_page(Paginator(rows, PAGE_SIZE), asked, notes)
    context = {"page": page, "rows": column_rows(page), "notes": notes, "words": words}
    return render(request, "forums/column_list.html", context)


@login_not_required
@require_safe
def column_feed(request: HttpRequest) -> HttpResponse:
    """The newest ones that everybody reads; the same for whoever asks."""
    feed = Atom1Feed(
        title="コラム｜デジタルサービス広場",
        link=f"{settings.SITE_URL}/columns/",
        description="専門家アドバイザーのコラム",
        language="ja",
        feed_url=f"{settings.SITE_URL}{request.path}",
    )
    for column in Column.objects.public().select_related("author").newest_first()[:ENTRIES]:
        feed.add_item(
            title=column.title,
            link=f"{settings.SITE_URL}{column.get_absolute_url()}",
            description=column.summary,
            author_name=author_name(column),
            pubdate=column.published_at,
            updateddate=max(filter(None, (column.published_at, column.edited_at))),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@login_not_required
@require_safe
def column_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One column with its author's statement; a draft is seen by its author alone."""
    column = get_object_or_404(Column.objects.visible_to(request.user).select_related("author__advisor"), pk=pk)
    context = {"column": column, "author": author_name(column), "is_own": column.author_id == request.user.pk}
    return render(request, "forums/column_detail.html", context)


@require_safe
def column_desk(request: PersonRequest) -> HttpResponse:
    """An expert's own columns, drafts too."""
    can_keep_columns(request.user).or_refuse()
    notes: list[str] = []
    own = Column.objects.visible_to(request.user).written_by(request.user)
    page = repaired_page(Paginator(own, PAGE_SIZE), request.GET.get("page", ""), notes)
    return render(request, "forums/column_desk.html", {"page": page, "notes": notes})


@require_http_methods(["GET", "HEAD", "POST"])
def column_write(request: PersonRequest) -> HttpResponse:
    """A new draft, after seeing how it will look."""
    can_write_column(request.user).or_refuse()
    form = ColumnForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        try:
            column = actions.write_column(
                text=_text(form),
                client_token=form.cleaned_data["client_token"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "下書きを保存しました。読み直してから公開してください。")
            return redirect(column)
    return _form_page(request, form, "column_write", {})


@require_http_methods(["GET", "HEAD", "POST"])
def column_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Other words; what was saved in another window meanwhile is shown, not overwritten."""
    column = _own(request, pk)
    can_edit_column(request.user, column).or_refuse()
    names = ("title", "summary", "body", "audience", "revision", "client_token")
    form = ColumnForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(column, name) for name in names}
    )
    context: dict[str, object] = {"column": column}
    if form.is_bound and form.is_valid() and "preview" not in request.POST:
        facts = {"revision": form.cleaned_data["revision"], "actor": request.user, "now": timezone.now()}
        try:
            saved = actions.edit_column(column=column, text=_text(form), **facts)
        except actions.ColumnChanged as conflict:
            form.data = {**request.POST.dict(), "revision": str(conflict.column.revision)}
            context["other"] = conflict.column
        else:
            messages.success(request, "コラムを書き換えました。")
            return redirect(saved)
    return _form_page(request, form, "column_edit", context)


@require_POST
def column_publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let its readers see what the author has just read."""
    column, form = _own(request, pk), RevisionForm(request.POST)
    can_edit_column(request.user, column).or_refuse()
    if not form.is_valid():
        return render(request, "400.html", status=400)
    revision = form.cleaned_data["revision"]
    actions.publish_column(column=column, revision=revision, actor=request.user, now=timezone.now())
    messages.success(request, "コラムを公開しました。")
    return redirect(column)


@require_POST
def column_unpublish(request: PersonRequest, pk: int) -> HttpResponse:
    """Take it back."""
    column = _own(request, pk)
    actions.unpublish_column(column=column, actor=request.user, now=timezone.now())
    messages.success(request, "コラムを非公開にしました。")
    return redirect(column)


def _own(request: PersonRequest, pk: int) -> Column:
    """For others, and for who left, it is not there to be worked on."""
    return get_object_or_404(Column.objects.visible_to(request.user).written_by(request.user), pk=pk)


def _text(form: ColumnForm) -> actions.ColumnText:
    facts = form.cleaned_data
    return actions.ColumnText(facts["title"], facts["summary"], facts["body"], ColumnAudience(facts["audience"]))


def _form_page(request: PersonRequest, form: ColumnForm, template: str, context: dict[str, object]) -> HttpResponse:
    preview = form.cleaned_data["body"] if form.is_bound and form.is_valid() and "preview" in request.POST else None
    wrong = form.is_bound and form.errors
    status = CONFLICT if "other" in context else UNPROCESSABLE if wrong else 200
    return render(request, f"forums/{template}.html", {**context, "form": form, "preview": preview}, status=status)
