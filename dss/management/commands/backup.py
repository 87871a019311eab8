"""Database and files into one folder."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dss.backup.contents import BackupRefused
from dss.backup.writing import make_backup


class Command(BaseCommand):
    help = "データベースと保存ファイルを、ひとつの時点のまま、新しいフォルダーに書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="これから作るフォルダー")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            about = make_backup(folder, now=timezone.now())
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"書き出しました：{folder}（表 {len(about.rows)}、行 {sum(about.rows.values())}、ファイル {about.files}）"
        )
        for name in about.missing:
            self.stderr.write(f"保存先に見つからないファイル：{name}")
