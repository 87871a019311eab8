"""Print, as JSON, the pages worth timing in this database and how many queries each needs."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from catalog.models import Category, Service

STAFF = "staff-fukaya@city.fukaya.saitama.jp"
VENDOR = "vendor-a@aoba-systems.example"
ANONYMOUS_BAR = 5
SIGNED_IN_BAR = 8


def pages() -> list[tuple[str, str, str]]:
    """(name, path, e-mail of the reader or empty) of every page that is timed."""
    service = Service.objects.published().order_by("pk")[0]
    category = Category.objects.filter(axis="work").order_by("position")[0]
    catalogue = reverse("catalog:service_list")
    detail = reverse("catalog:service_detail", args=[service.pk])
    return [
        ("ホーム", reverse("home"), ""),
        ("サービス一覧", catalogue, ""),
        ("サービス一覧（職員）", catalogue, STAFF),
        ("検索: 議事録", f"{catalogue}?q=議事録", ""),
        ("検索: 自然文", f"{catalogue}?q=住民が窓口に来ないで手続きできる", ""),
        ("まとめて検索（職員）: 議事録", f"{reverse('search')}?q=議事録", STAFF),
        ("絞り込み: LGWAN", f"{catalogue}?network=lgwan", ""),
        ("サービス詳細", detail, ""),
        ("サービス詳細（職員）", detail, STAFF),
        ("事業者", reverse("catalog:vendor_detail", args=[service.vendor_id]), ""),
        ("対象業務", reverse("catalog:category_detail", args=[category.slug]), ""),
        ("問い合わせ一覧（職員）", reverse("procurement:inquiry_list"), STAFF),
        ("事業者デスク", reverse("catalog:desk_overview"), VENDOR),
    ]


def count_queries(path: str, email: str) -> int:
    """Queries of a second request, when process-wide caches are warm."""
    client = Client(headers={"host": "127.0.0.1"})
    if email:
        client.force_login(User.objects.get(email=email))
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return len(captured)


class Command(BaseCommand):
    help = "計測するページと、それぞれのクエリ数を JSON で出力します。"

    def handle(self, **options: Any) -> None:
        rows = []
        for name, path, email in pages():
            bar = SIGNED_IN_BAR if email else ANONYMOUS_BAR
            rows.append({"name": name, "path": path, "email": email, "queries": count_queries(path, email), "bar": bar})
        self.stdout.write(json.dumps(rows, ensure_ascii=False))
