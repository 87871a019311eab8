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
from documents.models import SharedDocument
from forums.models import Topic
from procurement.models import QuoteRequest

COLLEAGUE = "staff-shiojiri@city.shiojiri.lg.jp"
STAFF = "staff-fukaya@city.fukaya.saitama.jp"
VENDOR = "vendor-a@aoba-systems.example"
ANONYMOUS_BAR = 5
SIGNED_IN_BAR = 8


def pages() -> list[tuple[str, str, str]]:
    """(name, path, e-mail of the reader or empty) of every page that is timed."""
    return _catalogue() + _work_of_staff() + [("事業者デスク", reverse("catalog:desk_overview"), VENDOR)]


def _catalogue() -> list[tuple[str, str, str]]:
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
        ("自治体", reverse("catalog:municipality_detail", args=["112186"]), ""),
    ]


def _work_of_staff() -> list[tuple[str, str, str]]:
    """What the demonstration put on the desks of two towns."""
    reader = User.objects.get(email=COLLEAGUE)
    request = QuoteRequest.objects.visible_to_staff(reader).with_quotes().order_by("pk")[0]
    topic = Topic.objects.visible_to(reader).order_by("-post_count", "pk")[0]
    document = SharedDocument.objects.visible_to(reader).order_by("pk")[0]
    own = [
        ("ホーム（職員）", reverse("home")),
        ("問い合わせ一覧（職員）", reverse("procurement:inquiry_list")),
        ("検討案件の一覧", reverse("procurement:project_list")),
        ("検討案件", reverse("procurement:project_detail", args=[request.project_id])),
        ("見積の比較", reverse("procurement:quote_request_comparison", args=[request.pk])),
        ("課の一覧", reverse("forums:board_list")),
        ("トピック", topic.get_absolute_url()),
        ("共有文書の一覧", reverse("documents:document_list")),
        ("共有文書", document.get_absolute_url()),
    ]
    return [(name, path, COLLEAGUE) for name, path in own]


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
