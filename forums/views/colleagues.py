"""Colleagues of the whole country: found by their experience, each with what they wrote under their name."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import MunicipalMembership
from accounts.requests import PersonRequest
from catalog.browsing import repaired_page
from forums.colleagues import colleagues_of, signed_posts
from forums.filters import ColleagueFilter
from forums.models import Post
from forums.policies import can_open_colleagues
from forums.querysets.asking import with_colleague_data

PAGE_SIZE = 20


@require_safe
def colleague_list(request: PersonRequest) -> HttpResponse:
    """Who wants to be found, by experience and by body."""
    can_open_colleagues(request.user).or_refuse()
    found = found_colleagues(request)
    seen = MunicipalMembership.objects.visible_to(request.user)
    rows = with_colleague_data(found.qs if found.is_valid() else seen.none())
    notes: list[str] = []
    page = repaired_page(Paginator(rows, PAGE_SIZE), request.GET.get("page", ""), notes)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": found,
        "page": page,
        "colleagues": colleagues_of(page),
        "notes": notes,
        "conditions": query.urlencode(),
        "chosen": sum(bool(value) for value in found.form.cleaned_data.values()) if found.is_valid() else 0,
    }
    return render(request, "forums/colleague_list.html", context)


@require_safe
def colleague_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One colleague. What they wrote under their body's name alone, or anonymously, is neither shown nor counted."""
    rows = with_colleague_data(MunicipalMembership.objects.visible_to(request.user))
    row = get_object_or_404(rows, user=pk)
    posts = Post.objects.visible_to(request.user).signed_by(row.user_id).with_topic().order_by("-created_at", "-pk")
    notes: list[str] = []
    page = repaired_page(Paginator(posts, PAGE_SIZE), request.GET.get("page", ""), notes)
    context = {
        "colleague": colleagues_of([row])[0],
        "row": row,
        "page": page,
        "posts": signed_posts(page),
        "notes": notes,
    }
    return render(request, "forums/colleague_detail.html", context)


def found_colleagues(request: PersonRequest) -> ColleagueFilter:
    """The colleagues the address asks for, those of one prefecture beside each other."""
    rows = MunicipalMembership.objects.visible_to(request.user)
    ordered = rows.order_by("municipality__prefecture_code", "municipality__kana", "pk")
    return ColleagueFilter(request.GET, queryset=ordered, request=request)
