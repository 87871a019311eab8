"""運営からのお知らせ."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from accounts.models import Announcement
from dss.markdown import render_markdown

PER_PAGE = 20
ENTRIES = 30


@require_safe
@login_not_required
def news_list(request: HttpRequest) -> HttpResponse:
    """All that were ever announced to this reader, newest first."""
    rows = Announcement.objects.visible_to(request.user).newest_first().defer("body")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/news_list.html", {"page": page})


@require_safe
@login_not_required
def news_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement."""
    announcement = get_object_or_404(Announcement.objects.visible_to(request.user), pk=pk)
    return render(request, "accounts/news_detail.html", {"announcement": announcement})


@require_safe
@login_not_required
def news_atom(request: HttpRequest) -> HttpResponse:
    """The newest ones for everybody, as a feed: the same whoever asks."""
    feed = Atom1Feed(
        title="運営からのお知らせ｜デジタルサービス広場",
        link=f"{settings.SITE_URL}/news/",
        description="デジタルサービス広場の運営からのお知らせ",
        language="ja",
        feed_url=f"{settings.SITE_URL}{request.path}",
    )
    for each in Announcement.objects.visible_to(AnonymousUser()).newest_first()[:ENTRIES]:
        feed.add_item(
            title=each.title,
            link=f"{settings.SITE_URL}{each.get_absolute_url()}",
            description=render_markdown(each.body),
            pubdate=each.starts_at,
            updateddate=each.updated_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
