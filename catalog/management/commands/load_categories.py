"""Add the categories of the axes that are not in the database yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.actions import load_categories
from catalog.category_data import load_category_data


class Command(BaseCommand):
    help = "分類（対象業務・利用者・提供形態・ネットワーク）のうち、まだないものを登録します。"

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_categories(entries=load_category_data(), actor=None, now=timezone.now())
        self.stdout.write(f"分類を{len(added)}件登録しました。")
