"""The pages that search engines may list: public ones alone, asked of the same querysets as the pages themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Municipality, Vendor
from catalog.enums import ServiceStatus
from catalog.models import Adoption, Category, Collection, Service
from forums.models import Column, Event

EVERYBODY = AnonymousUser()
PAGES = (
    "home",
    "catalog:service_list",
    "catalog:vendor_list",
    "catalog:municipality_list",
    "catalog:collection_list",
    "catalog:trends",
    "catalog:open_data",
    "forums:event_list",
    "forums:members_map",
    "forums:column_list",
    "accounts:news_list",
    "accounts:terms",
    "accounts:accessibility",
    "accounts:help",
    "accounts:privacy",
    "accounts:privacy_data",
)
#: Areas that show nothing without a log-in, or the same as another address does.
CLOSED = (
    "/accounts/", "/admin/", "/advisors/", "/boards/", "/colleagues/", "/desk/", "/documents/", "/inquiries/", "/me/",
    "/projects/", "/quotes/", "/search/", "/services/compare/", "/services/suggest/", "/topics/",
)  # fmt: skip


if TYPE_CHECKING:
    _Sitemap = Sitemap[Any]
else:
    _Sitemap = Sitemap


class _Section(_Sitemap):
    limit = 5_000

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc or str(site.domain)

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme or protocol or "https"

    def get_latest_lastmod(self) -> dt.datetime | None:
        """Django would read every row to answer this for the index."""
        return None


class _Pages(_Section):
    """What was written by hand: fixed pages, categories, collections, talk sessions, columns; few enough for a file."""

    def items(self) -> list[str]:
        curated: list[QuerySet[Any]] = [
            Category.objects.order_by("pk"),
            Collection.objects.visible_to(EVERYBODY).order_by("pk"),
            Event.objects.visible_to(EVERYBODY).order_by("pk"),
            Column.objects.readable_by(EVERYBODY).order_by("pk"),
        ]
        return [reverse(name) for name in PAGES] + [row.get_absolute_url() for rows in curated for row in rows]

    def location(self, item: str) -> str:
        return item


class _Services(_Section):
    def items(self) -> QuerySet[Service]:
        return Service.objects.published().order_by("pk").only("pk", "published_at")

    def lastmod(self, item: Service) -> dt.datetime | None:
        return item.published_at


class _Vendors(_Section):
    def items(self) -> QuerySet[Vendor]:
        listed = Service.objects.filter(vendor=OuterRef("pk"), status=ServiceStatus.PUBLISHED)
        return Vendor.objects.in_public().filter(Exists(listed)).order_by("pk").only("pk")

    def location(self, item: Vendor) -> str:
        return reverse("catalog:vendor_detail", args=[item.pk])


class _Municipalities(_Section):
    """Only those whose page says something: an adoption that everybody sees."""

    def items(self) -> QuerySet[Municipality]:
        shown = Adoption.objects.visible_to(EVERYBODY).on_the_shelf().filter(municipality=OuterRef("pk"))
        return Municipality.objects.filter(Exists(shown)).order_by("pk").only("pk")


SECTIONS: dict[str, type[_Section]] = {
    "pages": _Pages,
    "services": _Services,
    "vendors": _Vendors,
    "municipalities": _Municipalities,
}


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files of the site map; the section written by hand is one."""
    numbers = {name: 1 if section is _Pages else section().paginator.num_pages for name, section in SECTIONS.items()}
    files = [
        f"{_address(reverse('sitemap_section', args=[name]))}{f'?p={number}' if number > 1 else ''}"
        for name, pages in numbers.items()
        for number in range(1, pages + 1)
    ]
    return render(request, "sitemap_index.xml", {"sitemaps": [{"location": file} for file in files]}, "application/xml")


@login_not_required
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One file of the site map; a section or a page of it that does not exist is 404."""
    answer: HttpResponse = sitemap(request, {**SECTIONS}, section=section)
    return answer


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the map is. Nothing is kept secret by this."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), f"Sitemap: {_address(reverse('sitemap'))}"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
