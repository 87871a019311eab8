"""The nightly sweep by hand: files that no row names go, rows whose file is missing are told."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actions.files import sweep_files


class Command(BaseCommand):
    help = "どの記録からも指されていない、1日以上前のファイルを保存先から消します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="消さずに、消すものと見つからないものを並べる")
        parser.add_argument(
            "--force", action="store_true", help="消すものが半分を超えても消す（データベースと保存先が正しいとき）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry_run = options["dry_run"]
        sweep = sweep_files(now=timezone.now(), is_dry_run=is_dry_run, is_forced=options["force"])
        if is_dry_run:
            self.stdout.writelines(f"消すもの: {name}\n" for name in sweep.orphans)
        self.stdout.writelines(f"見つからないもの: {name}\n" for name in sweep.missing)
        counted = len(sweep.orphans) if is_dry_run else sweep.removed
        verb = "消すことになるファイル" if is_dry_run else "消したファイル"
        self.stdout.write(
            f"見たファイル {sweep.files}件、{verb} {counted}件、見つからないファイル {len(sweep.missing)}件"
        )
        if sweep.remark:
            self.stderr.write(sweep.remark)
