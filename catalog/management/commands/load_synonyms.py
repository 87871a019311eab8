"""`manage.py load_synonyms`: the start set of synonyms."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.actions.synonyms import load_synonyms


class Command(BaseCommand):
    help = "検索の同義語の初期データを追加します。運営が編集した語は変更しません。"

    def handle(self, **options: Any) -> None:
        added = load_synonyms(now=timezone.now())
        self.stdout.write(f"同義語を{added}語追加しました。")
