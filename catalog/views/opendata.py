"""The catalogue as data, under the same parameters as the list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from catalog.browsing import SORTS, Browsing
from catalog.conditions import GROUPS
from catalog.exports import as_record, export_lines
from catalog.models import Service
from catalog.open_records import LICENCE, LICENCE_URL, address, columns, licensed, page_schema
from catalog.querysets import ServiceQuerySet

RECORDS = 100
ENTRIES = 50


@login_not_required
@require_safe
def service_json(request: HttpRequest) -> HttpResponse:
    """A page of records with the number of all."""
    browsing = Browsing(request.GET, Service.objects.published())
    if not browsing.is_valid:
        return _refused(browsing)
    page = browsing.page_of(RECORDS, ServiceQuerySet.with_version)
    records = [as_record(service, service.current) for service in page.object_list if service.current]
    body: dict[str, Any] = {
        "count": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": _next_page(request, page.next_page_number()) if page.has_next() else None,
        "license": LICENCE_URL,
        "schema": address("catalog:service_schema"),
        "notes": browsing.notes,
        "services": records,
    }
    return licensed(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


@login_not_required
@require_safe
def service_csv(request: HttpRequest) -> HttpResponseBase:
    """Everything that fits, as one file; columns as `import_services` reads them."""
    browsing = Browsing(request.GET, Service.objects.published())
    if not browsing.is_valid:
        return _refused(browsing)
    response = StreamingHttpResponse(export_lines(browsing.found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="services.csv"'
    return licensed(response)


@login_not_required
@require_safe
def service_atom(request: HttpRequest) -> HttpResponse:
    """The newest listings that fit."""
    browsing = Browsing(request.GET, Service.objects.published())
    if not browsing.is_valid:
        return _refused(browsing)
    feed = Atom1Feed(
        title="新着のサービス｜デジタルサービス広場",
        link=f"{settings.SITE_URL}/services/",
        description="自治体向けのITサービスの新着",
        language="ja",
        feed_url=f"{settings.SITE_URL}{request.path}",
        feed_copyright=f"{LICENCE} {LICENCE_URL}",
    )
    for service in browsing.found.by_news().with_list_data()[:ENTRIES]:
        feed.add_item(
            title=service.name,
            link=f"{settings.SITE_URL}{service.get_absolute_url()}",
            description=service.tagline,
            author_name=service.vendor.name,
            pubdate=service.first_published_at,
            updateddate=service.published_at,
        )
    return licensed(HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type))


@login_not_required
@require_safe
def service_schema(request: HttpRequest) -> HttpResponse:
    """The JSON schema of a page of `service_json`, generated from the spec sheet."""
    params = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(page_schema(), json_dumps_params=params, content_type="application/schema+json")


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What is offered as data: addresses, parameters, columns, licence."""
    context = {"columns": list(columns()), "groups": GROUPS, "records": RECORDS, "entries": ENTRIES, "sorts": SORTS}
    return render(request, "catalog/open_data.html", context)


def _next_page(request: HttpRequest, number: int) -> str:
    parameters = request.GET.copy()
    parameters["page"] = str(number)
    return f"{settings.SITE_URL}{request.path}?{parameters.urlencode()}"


def _refused(browsing: Browsing) -> HttpResponse:
    body = {"errors": browsing.problems}
    return JsonResponse(body, status=400, json_dumps_params={"ensure_ascii": False})
