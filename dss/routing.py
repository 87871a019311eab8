"""Reading from a replica of the database, where `DATABASE_REPLICA_URL` names one.

Only opening pages reads there, never /admin/, jobs or commands, and never older than this:

    with a session      only while the replica has replayed everything that was committed when it was asked in this very
                        request: one's own writes, others' writes and one's own rights are as they are on the primary
    without a session   as the replica was at most one second ago, which it is asked again each second

Whatever else is the case, the primary answers: the replica lags, is away, is no replica, the request wrote or stands
in a transaction. Which of the two answers is chosen once per request, at its first read, so that a page and the
generation it is kept by come from the same one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from dss.faults import UNAVAILABLE

logger = logging.getLogger(__name__)

REPLICA_ALIAS = "replica"
SAFE_METHODS = frozenset({"GET", "HEAD"})
OPERATORS = "/admin/"
VISITORS_SECONDS = 1.0
AWAY_SECONDS = 5.0

# Flushed, not written: a commit is seen by others only after its record was flushed.
_FLUSHED = "SELECT pg_current_wal_flush_lsn()"
_REPLAYED = "SELECT pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)"


class Replica:
    """What this process knows about the replica. Two threads may ask at once: both learn something true."""

    def __init__(self) -> None:
        self._away_until = float("-inf")
        self._is_away = False
        self._known_until = float("-inf")
        self._was_fresh = False

    def can_answer(self, *, is_visitor: bool) -> bool:
        """Whether it has everything that a reader must see now."""
        now = time.monotonic()
        if now < self._away_until:
            return False
        if is_visitor and now < self._known_until:
            return self._was_fresh
        self._was_fresh = self._ask()
        self._known_until = now + VISITORS_SECONDS
        return self._was_fresh

    def _ask(self) -> bool:
        """The primary first: what it has flushed by now is what the replica must have replayed."""
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_FLUSHED)
            flushed = cursor.fetchone()[0]
        try:
            with connections[REPLICA_ALIAS].cursor() as cursor:
                cursor.execute(_REPLAYED, [flushed])
                is_replica, is_fresh = cursor.fetchone()
        except (DatabaseError, InterfaceError) as error:
            self.leave(f"{type(error).__name__}: {error}".strip())
            return False
        if not is_replica:
            self.leave("it is no replica, or was promoted")
            return False
        if self._is_away:
            logger.warning("the replica is back")
            self._is_away = False
        return bool(is_fresh)

    def leave(self, why: str) -> None:
        """Ask it again in some seconds; say so once."""
        if not self._is_away:
            logger.error("the replica cannot be used, the primary answers: %s", why)
        self._is_away = True
        self._away_until = time.monotonic() + AWAY_SECONDS
        connections[REPLICA_ALIAS].close()


replica = Replica()


class Choice:
    """Of one request: which database its reads go to."""

    def __init__(self, *, is_visitor: bool) -> None:
        self._is_visitor = is_visitor
        self._alias = ""

    @property
    def was_replica(self) -> bool:
        """Whether the replica was chosen and still is."""
        return self._alias == REPLICA_ALIAS

    def for_read(self) -> str:
        """Chosen at the first read."""
        if not self._alias:
            self._alias = REPLICA_ALIAS if replica.can_answer(is_visitor=self._is_visitor) else DEFAULT_DB_ALIAS
        return self._alias

    def stay_on_primary(self) -> None:
        """From now on: what the request writes it must also read."""
        self._alias = DEFAULT_DB_ALIAS


_choice: ContextVar[Choice | None] = ContextVar("database_of_request", default=None)


class ReplicaRouter:
    """Django's database router. Always names a database: otherwise a row would be asked for where it came from."""

    def db_for_read(self, model: type[Any], **hints: Any) -> str:
        choice = _choice.get()
        if choice is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return choice.for_read()

    def db_for_write(self, model: type[Any], **hints: Any) -> str:
        """Also what locks rows."""
        choice = _choice.get()
        if choice is not None:
            choice.stay_on_primary()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica follows by itself."""
        return db == DEFAULT_DB_ALIAS


class ReplicaMiddleware:
    """Lets a request read from the replica; once more from the primary where the replica failed in its middle."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS or request.path.startswith(OPERATORS):
            return self.get_response(request)
        untouched = dict(request.__dict__)
        choice = Choice(is_visitor=settings.SESSION_COOKIE_NAME not in request.COOKIES)
        response = self._answer(request, choice)
        if response.status_code == UNAVAILABLE and choice.was_replica:
            replica.leave("it failed while a page was made")
            request.__dict__.clear()
            request.__dict__.update(untouched)
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            response.streaming_content = _pieces(iter(response), choice)
        return response

    def _answer(self, request: HttpRequest, choice: Choice) -> HttpResponse:
        token = _choice.set(choice)
        try:
            return self.get_response(request)
        finally:
            _choice.reset(token)


def _pieces(pieces: Iterator[bytes], choice: Choice) -> Iterator[bytes]:
    """The rest of an answer under the choice of its beginning; between two pieces the thread may serve others."""
    while True:
        token = _choice.set(choice)
        try:
            piece = next(pieces, None)
        finally:
            _choice.reset(token)
        if piece is None:
            return
        yield piece
