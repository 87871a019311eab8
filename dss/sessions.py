"""Sessions in the database, cached; a cookie that cannot be the key of one is not looked up."""

from __future__ import annotations

import re

from django.contrib.sessions.backends import cached_db

# What `SessionBase._get_new_session_key` makes. A quoted cookie can spell anything, even NUL, which no database takes.
_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(cached_db.SessionStore):
    """Named by module in `SESSION_ENGINE`."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and _KEY.fullmatch(key) is not None
