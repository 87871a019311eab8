"""Who gets what from the pages of the shared documents."""

from __future__ import annotations

from tests.access.expectations.rows import Expectation

TABLE: list[Expectation] = []
