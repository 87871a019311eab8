"""The nightly comparison by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.files import MOST_CHECKED, check_files


class Command(BaseCommand):
    help = "保存したファイルを読み直し、登録したときの SHA-256 と比べます（長く比べていないものから）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=MOST_CHECKED, help="比べるファイルの数の上限")

    def handle(self, *args: Any, **options: Any) -> None:
        check = check_files(now=timezone.now(), most=options["most"])
        self.stdout.writelines(f"異常: {name}\n" for name in check.wrong)
        self.stdout.write(f"比べたファイル {check.files}件、異常 {len(check.wrong)}件")
        if check.wrong:
            raise CommandError("異常のあるファイルがあります。運営の画面「保存ファイル」で確かめてください。")
