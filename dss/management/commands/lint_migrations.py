"""Refuses migrations under which the code of the last release would break."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader

from dss.migration_lint.reading import complaints, released_migrations


class Command(BaseCommand):
    help = "まだリリースしていないマイグレーションが、前の版のコードと一緒に動けるかを確かめます（CONTRIBUTING）。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(complaints(MigrationLoader(None), released_migrations()))
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} 件あります。CONTRIBUTING の Migrations を見てください。")
        self.stdout.write("マイグレーションは、前の版のコードと一緒に動けます。")
