"""Print, as JSON, the pages worth timing in this database and how many queries each needs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from catalog.models import Category, Service
from documents.models import SharedDocument
from dss.keyset import place_of
from forums.emails import post_path
from forums.filters import ORDERS
from forums.models import Board, Topic
from procurement.models import QuoteRequest

COLLEAGUE = "staff-shiojiri@city.shiojiri.lg.jp"
STAFF = "staff-fukaya@city.fukaya.saitama.jp"
VENDOR = "vendor-a@aoba-systems.example"
ANONYMOUS_BAR = 5
SIGNED_IN_BAR = 8


@dataclass(frozen=True, slots=True)
class Timed:
    """A page that is timed for the reader with this address; empty: a visitor.

    `is_fresh`: rendered for this reader alone, who carries a cookie that means nothing; other visitors' pages may come
    from the memory of the process.
    """

    name: str
    path: str
    email: str = ""
    is_fresh: bool = False

    @property
    def cookie(self) -> str:
        return "bench=fresh" if self.is_fresh else ""


def pages() -> list[Timed]:
    """Every page that is timed."""
    return [*_catalogue(), *_work_of_staff(), Timed("事業者デスク", reverse("catalog:desk_overview"), VENDOR)]


def _catalogue() -> list[Timed]:
    """Public pages: kept ones, the same rendered, and some as staff read them."""
    catalogue = reverse("catalog:service_list")
    most_reviewed = Service.objects.published().annotate(reviews_written=Count("reviews")).order_by("-reviews_written")
    detail = reverse("catalog:service_detail", args=[most_reviewed[0].pk])
    category = Category.objects.filter(axis="work").order_by("position")[0]
    kept = [
        ("サービス一覧", catalogue),
        ("検索: 議事録", f"{catalogue}?q=議事録"),
        ("検索: 自然文", f"{catalogue}?q=住民が窓口に来ないで手続きできる"),
        ("絞り込み: LGWAN", f"{catalogue}?network=lgwan"),
        ("サービス詳細", detail),
        ("事業者", reverse("catalog:vendor_detail", args=[most_reviewed[0].vendor_id])),
        ("対象業務", reverse("catalog:category_detail", args=[category.slug])),
        ("自治体", reverse("catalog:municipality_detail", args=["112186"])),
    ]
    return [
        Timed("ホーム", reverse("home")),
        *(Timed(name, path) for name, path in kept),
        *(Timed(f"{name}（描画）", path, is_fresh=True) for name, path in kept),
        Timed("サービス一覧（職員）", catalogue, STAFF),
        Timed("検索: 議事録（職員）", f"{catalogue}?q=議事録", STAFF),
        Timed("サービス詳細（職員）", detail, STAFF),
        Timed("まとめて検索（職員）: 議事録", f"{reverse('search')}?q=議事録", STAFF),
    ]


def _work_of_staff() -> list[Timed]:
    """What the demonstration put on the desks of two towns, and what the scaled data put on the boards."""
    reader = User.objects.get(email=COLLEAGUE)
    request = QuoteRequest.objects.visible_to_staff(reader).with_quotes().order_by("pk")[0]
    topic = Topic.objects.visible_to(reader).order_by("-post_count", "pk")[0]
    document = SharedDocument.objects.visible_to(reader).order_by("pk")[0]
    board = topic.board.get_absolute_url()
    own = [
        ("ホーム（職員）", reverse("home")),
        ("問い合わせ一覧（職員）", reverse("procurement:inquiry_list")),
        ("検討案件の一覧", reverse("procurement:project_list")),
        ("検討案件", reverse("procurement:project_detail", args=[request.project_id])),
        ("見積の比較", reverse("procurement:quote_request_comparison", args=[request.pk])),
        ("課の一覧", reverse("forums:board_list")),
        ("課（トピックの一覧）", board),
        ("課（途中のページ）", f"{board}?older={_middle_of(topic.board)}"),
        ("トピック（50投稿）", topic.get_absolute_url()),
        ("トピック（最後のページ）", post_path(topic.pk, topic.post_count).partition("#")[0]),
        ("共有文書の一覧", reverse("documents:document_list")),
        ("共有文書", document.get_absolute_url()),
    ]
    return [Timed(name, path, COLLEAGUE) for name, path in own]


def _middle_of(board: Board) -> str:
    topics = Topic.objects.present().filter(board=board).latest_first()
    return place_of(topics[topics.count() // 2], ORDERS["active"])


def count_queries(page: Timed) -> int:
    """Queries of a second request, when process-wide caches are warm."""
    client = Client(headers={"host": "127.0.0.1"})
    if page.email:
        client.force_login(User.objects.get(email=page.email))
    if page.is_fresh:
        client.cookies.load(page.cookie)
    client.get(page.path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.path)
    if response.status_code != 200:
        raise RuntimeError(f"{page.path}: {response.status_code}")
    return len(captured)


class Command(BaseCommand):
    help = "計測するページと、それぞれのクエリ数を JSON で出力します。"

    def handle(self, **options: Any) -> None:
        rows = [
            {
                **asdict(page),
                "cookie": page.cookie,
                "queries": count_queries(page),
                "bar": SIGNED_IN_BAR if page.email else ANONYMOUS_BAR,
            }
            for page in pages()
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False))
