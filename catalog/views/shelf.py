"""A person's own: saved searches and bookmarks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import PersonRequest
from catalog import actions
from catalog.browsing import PAGE_SIZE, day_of, repaired_page
from catalog.enums import SearchAlert
from catalog.forms import BookmarkForm, NewSearchForm, SavedSearchForm
from catalog.freshness import stale_before
from catalog.models import MOST_SEARCHES, SEARCH_NAME_LENGTH, Bookmark, SavedSearch, Service
from catalog.policies import can_save_search
from catalog.saved_searching import Wanted
from dss.access import DomainError

UNPROCESSABLE = 422


@require_safe
def saved_search_list(request: PersonRequest) -> HttpResponse:
    """What the person saved, each with its conditions in words."""
    searches = SavedSearch.objects.visible_to(request.user).newest_first()
    own = request.persona.municipality
    rows = [(search, Wanted(search.query, own)) for search in searches[:MOST_SEARCHES]]
    return render(request, "catalog/saved_search_list.html", {"rows": rows, "most": MOST_SEARCHES})


@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_new(request: PersonRequest) -> HttpResponse:
    """Save the conditions in the address."""
    can_save_search(request.user).or_refuse()
    is_sent = request.method == "POST"
    query = request.POST.get("query", "") if is_sent else request.GET.urlencode()
    wanted = Wanted(query, request.persona.municipality)
    name = "、".join([wanted.words, *wanted.lines[1 if wanted.words else 0 :]]).strip("、") or "すべてのサービス"
    initial = {"name": name[:SEARCH_NAME_LENGTH], "query": wanted.repaired}
    form = NewSearchForm(request.POST) if is_sent else NewSearchForm(initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.save_search(
                name=form.cleaned_data["name"],
                alert=SearchAlert(form.cleaned_data["alert"]),
                query=form.cleaned_data["query"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "検索を保存しました。")
            return redirect("catalog:saved_search_list")
    context = {"form": form, "wanted": wanted}
    return render(request, "catalog/saved_search_new.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_safe
def saved_search_open(request: PersonRequest, pk: int) -> HttpResponse:
    """To the list, under what is understood of the conditions today; what was dropped is said there."""
    search = _search(request, pk)
    wanted = Wanted(search.query, request.persona.municipality)
    if wanted.dropped:
        lost = "、".join(wanted.dropped)
        messages.warning(request, f"保存した条件のうち、今は使えないものを外して探しました：{lost}")
    since = [("since", request.GET["since"]), ("sort", "new")] if day_of(request.GET.get("since", "")) else []
    query = "&".join(part for part in (wanted.repaired, urlencode(since)) if part)
    return redirect(f"{reverse('catalog:service_list')}?{query}")


@require_http_methods(["GET", "HEAD", "POST"])
def saved_search_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Another name or alert."""
    search = _search(request, pk)
    data = request.POST if request.method == "POST" else None
    form = SavedSearchForm(data, initial={"name": search.name, "alert": search.alert})
    if form.is_bound and form.is_valid():
        name, alert = form.cleaned_data["name"], SearchAlert(form.cleaned_data["alert"])
        try:
            actions.change_saved_search(search=search, name=name, alert=alert, actor=request.user, now=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "保存した検索を変更しました。")
            return redirect("catalog:saved_search_list")
    context: dict[str, Any] = {"form": form, "search": search}
    context["wanted"] = Wanted(search.query, request.persona.municipality)
    return render(request, "catalog/saved_search_edit.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
def saved_search_delete(request: PersonRequest, pk: int) -> HttpResponse:
    """Forget it."""
    actions.forget_saved_search(search=_search(request, pk), actor=request.user, now=timezone.now())
    messages.success(request, "保存した検索を消しました。")
    return redirect("catalog:saved_search_list")


@require_safe
def bookmark_list(request: PersonRequest) -> HttpResponse:
    """The listings to look at later, newest first."""
    own = Bookmark.objects.visible_to(request.user)
    notes: list[str] = []
    shown = own.on_the_shelf().with_list_data().newest_first()
    page = repaired_page(Paginator(shown, PAGE_SIZE), request.GET.get("page", ""), notes)
    hidden = own.count() - page.paginator.count
    if hidden:
        notes.append(f"いま公開されていないサービスが{hidden}件あります。公開が再開されると、また表示します。")
    context = {"page": page, "notes": notes, "stale_before": stale_before(timezone.localdate())}
    return render(request, "catalog/bookmark_list.html", context)


@require_POST
def service_bookmark(request: PersonRequest, pk: int) -> HttpResponse:
    """あとで見る, or no more."""
    service = get_object_or_404(Service.objects.visible_to(request.user), pk=pk, current__isnull=False)
    form = BookmarkForm(request.POST)
    if form.is_valid():
        is_wanted = form.cleaned_data["wanted"] == "on"
        actions.bookmark_service(service=service, is_wanted=is_wanted, actor=request.user, now=timezone.now())
        messages.success(request, "「あとで見る」に入れました。" if is_wanted else "「あとで見る」から外しました。")
        if back := form.cleaned_data["back"]:
            return redirect(f"{back}#service-{pk}")
    else:
        messages.error(request, "画面の情報が欠けています。もう一度押してください。")
    return redirect("catalog:bookmark_list" if request.GET.get("from") == "list" else service)


def _search(request: PersonRequest, pk: int) -> SavedSearch:
    search: SavedSearch = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    return search
