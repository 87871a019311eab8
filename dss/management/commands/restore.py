"""A backup back into an empty database and its storage."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dss.backup.contents import BackupRefused
from dss.backup.restoring import restore_backup


class Command(BaseCommand):
    help = "backup で書き出したフォルダーを、空のデータベースと保存先に戻します。先に Web とワーカーを止めてください。"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="backup で作ったフォルダー")
        parser.add_argument("--replace", action="store_true", help="データベースの中身をすべて捨ててから戻す")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            about = restore_backup(folder, may_replace=options["replace"], now=timezone.now())
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"戻しました（{about.made_at} 時点、行 {sum(about.rows.values())}、ファイル {about.files}）。"
            "更新した版で動かすときは、続けて manage.py migrate を実行してください。"
        )
        for name in about.missing:
            self.stderr.write(f"バックアップのときから見つからなかったファイル：{name}")
