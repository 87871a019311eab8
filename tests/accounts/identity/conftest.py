"""The real bodies as an index, and a domain table of a test's own."""

from __future__ import annotations

from functools import cache

import pytest

from accounts.bodies.listing import bundled_list
from accounts.identity import Body, ClaimIndex, Verdict, build_index, identify

BODIES = tuple(Body(body.code, body.kana, body.kind) for body in bundled_list().values())


@cache
def whole_index() -> ClaimIndex:
    return build_index(BODIES)


@pytest.fixture(scope="session")
def index() -> ClaimIndex:
    return whole_index()


@pytest.fixture
def judge(index):
    """Judge an address, by default with an empty domain table."""

    def judge(address: str, table=None, by: ClaimIndex = index) -> Verdict:
        rows = table or {}
        return identify(address, by, lambda domains: {domain: rows[domain] for domain in domains if domain in rows})

    return judge
