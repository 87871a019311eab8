"""Add the operators' own boards that are not in the database yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from forums.actions import load_boards
from forums.board_data import load_board_data


class Command(BaseCommand):
    help = "運営の標準の課のうち、まだないものを登録します。"

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_boards(entries=load_board_data(), actor=None, now=timezone.now())
        self.stdout.write(f"課を{len(added)}件登録しました。")
