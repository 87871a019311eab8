"""Walks the migrations that no release holds yet."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from dss.migration_lint.rules import CONTRACT, Batch, findings

VERSION = re.compile(r"\d+\.\d+(\.\d+)?")
SHORTEST_REASON = 20


def released_migrations(path: Path | None = None) -> dict[str, str]:
    """The last migration of each app that a release holds: `[tool.dss.released-migrations]` of pyproject.toml."""
    text = (path or settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, str] = tomllib.loads(text)["tool"]["dss"]["released-migrations"]
    return found


def complaints(loader: MigrationLoader, released: Mapping[str, str]) -> Iterator[str]:
    """A line for each thing that is wrong and not excused, in the order in which migrations run."""
    batch = Batch()
    state = loader.project_state(nodes=[], at_end=True)
    for key in _in_order(loader):
        migration = loader.graph.nodes[key]
        app, name = key
        is_ours = app in released and name > released[app]
        for operation in migration.operations:
            if is_ours:
                yield from _complaints_about(migration, operation, state, batch)
            operation.state_forwards(app, state)


def _in_order(loader: MigrationLoader) -> list[tuple[str, str]]:
    seen: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        seen |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(seen)


def _complaints_about(migration: Migration, operation: object, state: object, batch: Batch) -> Iterator[str]:
    for finding in findings(operation, migration.app_label, state, batch):  # type: ignore[arg-type]
        excuse = _contract(migration) if finding.kind == CONTRACT else _reason(migration)
        if not excuse:
            word = "contract_of" if finding.kind == CONTRACT else "safe_because"
            yield f"{migration}: {type(operation).__name__}: {finding.text}  [{word}]"


def _contract(migration: Migration) -> bool:
    """Named is the release whose code no longer uses what goes."""
    return bool(VERSION.fullmatch(str(getattr(migration, "contract_of", ""))))


def _reason(migration: Migration) -> bool:
    return len(str(getattr(migration, "safe_because", "")).strip()) >= SHORTEST_REASON
