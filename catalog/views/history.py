"""The published versions of a listing, and what changed between any two of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.differences import changed_sections
from catalog.models import ServiceVersion
from catalog.page_cache import kept_for_visitors
from catalog.querysets import ServiceVersionQuerySet

OFFERED = 100
"""The newest versions are offered for choice; older ones by their number in the address."""
_LONGEST_NUMBER = 9
_NOT_FOUND = "指定された版が見つからないため、最新の版とその前の版を比べています。"


@login_not_required
@require_safe
@kept_for_visitors
def service_history(request: HttpRequest, pk: int) -> HttpResponse:
    """変更履歴: the newest version against the one before, or `?from=` against `?to=`."""
    own = ServiceVersion.objects.visible_to(request.user).filter(service_id=pk)
    versions = list(own.order_by("-number").values("number", "published_at")[:OFFERED])
    if not versions:
        raise Http404
    newest = versions[0]["number"]
    asked = _asked(request, newest) or ()
    found = _found(own, *asked)
    is_repaired = not found
    found = found or _found(own, max(newest - 1, 1), newest)
    before, after = found[min(found)], found[max(found)]
    context = {
        "service": after.service,
        "versions": versions,
        "before": before,
        "after": after,
        "notes": [_NOT_FOUND] if is_repaired else [],
        "changes": changed_sections(before, after, timezone.localdate()),
    }
    return render(request, "catalog/service_history.html", context)


def _asked(request: HttpRequest, newest: int) -> tuple[int, int] | None:
    """The two numbers of the address, with the newest and the one before in place of missing ones."""
    texts = {name: request.GET[name] for name in ("from", "to") if request.GET.get(name)}
    if not all(text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER for text in texts.values()):
        return None
    to = int(texts.get("to", newest))
    return int(texts.get("from", max(to - 1, 1))), to


def _found(own: ServiceVersionQuerySet, *numbers: int) -> dict[int, ServiceVersion]:
    """These versions by number; none at all when one of them does not exist."""
    found = {row.number: row for row in own.select_related("service__vendor").filter(number__in=numbers)}
    return found if found.keys() == set(numbers) else {}
