from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from documents.library import codes, load_template


class Command(BaseCommand):
    help = (
        "製品に付属する書式を登録し、公開します（何度実行しても同じ結果になります。運営が改訂した書式には触れません）。"
    )

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        loaded = [template for code in codes() if (template := load_template(code, now=timezone.now()))]
        if verbosity:
            for template in loaded:
                self.stdout.write(f"{template}")
            self.stdout.write(f"書式を{len(loaded)}件登録しました。")
