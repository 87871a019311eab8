"""Who gets what from every URL: one row a URL, one status a persona. Read `ARCHITECTURE.md` for the why."""

from __future__ import annotations

from tests.access.expectations import accounts, catalog, documents, dss, forums, procurement, vendor_desk
from tests.access.expectations.rows import ADMIN_ONLY, Expectation

__all__ = ["ADMIN_ONLY", "EXPECTATIONS", "Expectation"]

_ROOMS = (dss, accounts, catalog, documents, forums, procurement, vendor_desk)

EXPECTATIONS = {expectation.name: expectation for room in _ROOMS for expectation in room.TABLE}
