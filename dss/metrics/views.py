"""The page Prometheus reads."""

from __future__ import annotations

import hmac
import os
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from dss.metrics.state import State


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of all processes of this machine and what waits in the database; 404 without the token."""
    if not _is_allowed(request):
        raise Http404
    state = CollectorRegistry()
    state.register(State())
    return HttpResponse(generate_latest(_counted()) + generate_latest(state), content_type=CONTENT_TYPE_LATEST)


def _is_allowed(request: HttpRequest) -> bool:
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode(errors="surrogateescape")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given, expected)


def _counted() -> CollectorRegistry:
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return REGISTRY
    _forget_dead_processes(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    return registry


def _forget_dead_processes(folder: Path) -> None:
    """Their counters stay, or the sums would fall; what they held at the moment is no more."""
    for kept in folder.glob("gauge_live*_*.db"):
        process = int(kept.stem.rpartition("_")[2])
        if not _is_alive(process):
            mark_process_dead(process, path=str(folder))  # type: ignore[no-untyped-call]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
