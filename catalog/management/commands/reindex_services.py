"""`manage.py reindex_services`: write the search rows anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalog.models import Service
from catalog.search.indexing import BATCH, reindex, stale_services


class Command(BaseCommand):
    help = "サービスの検索用データを作り直します。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="古い規則で作られたものと、まだないものだけ")

    def handle(self, *, stale: bool, **options: Any) -> None:
        ids = list(stale_services() if stale else Service.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            reindex(ids[start : start + BATCH])
            self.stderr.write(f"{min(start + BATCH, len(ids)):,} / {len(ids):,}")
        self.stdout.write(f"{len(ids):,}件の検索用データを作りました。")
