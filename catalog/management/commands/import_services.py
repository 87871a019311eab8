"""Publish listings from a table: the whole file, or nothing and every bad row by line and column."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.actions import ImportRefused, import_listings
from catalog.importing.content import Problem
from catalog.importing.reading import read_listings
from catalog.importing.tables import SERVER_LIMITS
from catalog.management.commands.import_publiccode import LABELS

WIDTH = 30
SHOWN_NAMES = 10
REDRAWN_SECONDS = 0.2


class Command(BaseCommand):
    help = "services.csvと同じ列のCSV、または同じ項目のJSON Lines（1行に1件）から、サービスを掲載・更新します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        reading = read_listings(_content(path), SERVER_LIMITS)
        if reading.problems:
            raise _refused(reading.problems)
        self.stdout.write(f"{reading.encoding}として{len(reading.rows):,}行を読み取りました。")
        self.drawn = 0.0
        try:
            results = import_listings(rows=reading.rows, actor=None, now=timezone.now(), tell=self._tell)
        except ImportRefused as error:
            raise _refused(error.problems) from error
        for result, names in results.items():
            if names:
                more = f" ほか{len(names) - SHOWN_NAMES:,}件" if len(names) > SHOWN_NAMES else ""
                self.stdout.write(f"{LABELS[result]}: {len(names):,}件（{'、'.join(names[:SHOWN_NAMES])}{more}）")

    def _tell(self, done: int, total: int) -> None:
        """One line that is drawn again and again; only the last of them where nobody watches a terminal."""
        is_last = done == total
        if not is_last and not (self.stderr.isatty() and time.monotonic() - self.drawn > REDRAWN_SECONDS):
            return
        self.drawn = time.monotonic()
        filled = WIDTH * done // total
        bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,} / {total:,}"
        self.stderr.write(f"\r{bar}", ending="\n" if is_last else "", style_func=str)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > SERVER_LIMITS.size:
            raise CommandError(f"ファイルが大きすぎます（上限{SERVER_LIMITS.size_text}）。")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} を読み込めません: {error.strerror}") from error


def _refused(problems: Sequence[Problem]) -> CommandError:
    lines = "\n".join(str(problem) for problem in problems)
    return CommandError(f"何も取り込みませんでした（{len(problems):,}件の誤り）。\n{lines}")
