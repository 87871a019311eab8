"""What `manage.py reindex_services` and its sisters in other rooms do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser

from catalog.search.rows import BATCH, Index


class ReindexCommand(BaseCommand):
    """Write the search rows of one `index` anew; `noun` is what a person calls its things."""

    index: ClassVar[Index]
    noun: ClassVar[str]

    @property
    def help(self) -> str:  # type: ignore[override]  # the same words for every kind
        return f"{self.noun}の検索用データを作り直します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="古い規則で作られたものと、まだないものだけ")

    def handle(self, *, stale: bool, **options: Any) -> None:
        ids = list(self.index.stale_ids() if stale else self.index.all_ids())
        for start in range(0, len(ids), BATCH):
            self.index.reindex(ids[start : start + BATCH])
            self.stderr.write(f"{min(start + BATCH, len(ids)):,} / {len(ids):,}")
        self.stdout.write(f"{len(ids):,}件の検索用データを作りました。")
