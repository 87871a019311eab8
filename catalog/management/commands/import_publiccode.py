"""List open-source software from publiccode.yml files: everything, or nothing and every problem by file and key."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.actions import ImportResult, import_publiccode
from catalog.publiccode import read_publiccode

LABELS = {
    ImportResult.CREATED: "新しく掲載",
    ImportResult.UPDATED: "更新",
    ImportResult.UNCHANGED: "変更なし",
    ImportResult.WITHHELD: "公開停止中のため見送り",
    ImportResult.TAKEN_OVER: "事業者が引き継いでいるため見送り",
}


class Command(BaseCommand):
    help = "publiccode.yml（0.2〜0.5）のファイル、またはそれを集めたフォルダーから、OSSを掲載します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE_OR_DIR")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        entries, problems = read_publiccode(path)
        if problems:
            raise CommandError("何も掲載しませんでした。\n" + "\n".join(str(problem) for problem in problems))
        results = import_publiccode(entries=entries, actor=None, now=timezone.now())
        for result, names in results.items():
            if names:
                self.stdout.write(f"{LABELS[result]}: {len(names)}件（{'、'.join(names)}）")
