"""For load balancers: is this process alive, and can it serve?"""

from __future__ import annotations

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

#: What a load balancer waits for. Pages wait longer for a connection (`DATABASES`).
READY_SECONDS = 2.0


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing of the database, so that its restart does not restart every process."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and every migration of this code is applied; else 503 with which of the two it is.

    Migrations that a newer version applied do no harm: they only add (expand), so both versions serve meanwhile.
    """
    try:
        _reach_database()
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except (DatabaseError, InterfaceError):
        logger.warning("not ready: no database", exc_info=True)
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    pending = len(_known_migrations() - applied)
    if pending:
        return JsonResponse({"status": "unavailable", "database": "up", "pending_migrations": pending}, status=503)
    return JsonResponse({"status": "ok", "database": "up", "pending_migrations": 0})


def _reach_database() -> None:
    """Have a connection ready in the pool within `READY_SECONDS`, so that the question that follows finds it there."""
    pool = connection.pool  # type: ignore[attr-defined]  # Django's, of PostgreSQL alone
    if pool is None or connection.connection is not None:
        return
    with connection.wrap_database_errors:
        pool.open()
        pool.putconn(pool.getconn(timeout=READY_SECONDS))


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Reading a hundred files takes some tens of milliseconds, and they do not change while a process lives."""
    return frozenset(MigrationLoader(None).graph.nodes)
