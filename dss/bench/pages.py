"""The pages that are timed, each with its reader and its target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from catalog.models import Category, Service, ServiceDraft
from documents.models import SharedDocument
from dss.bench import bars
from dss.keyset import place_of
from forums.emails import post_path
from forums.filters import ORDERS
from forums.models import Board, Column, Event, Topic
from procurement.models import Inquiry, Project, QuoteInvitation, QuoteRequest

COLLEAGUE = "staff-shiojiri@city.shiojiri.lg.jp"
STAFF = "staff-fukaya@city.fukaya.saitama.jp"
VENDOR = "vendor-a@aoba-systems.example"
COMPARED = 5
BODY = "112186"


@dataclass(frozen=True, slots=True)
class Timed:
    """A page that is timed for the reader with this address; empty: a visitor.

    `is_fresh`: rendered for this reader alone, who carries a cookie that means nothing; other visitors' pages may come
    from the memory of the process. `target`: the share of the floor it is to reach, where one is set.
    """

    name: str
    path: str
    email: str = ""
    target: float | None = None
    is_fresh: bool = False

    @property
    def cookie(self) -> str:
        return "bench=fresh" if self.is_fresh else ""

    @property
    def bar(self) -> int:
        """How many queries it may need."""
        return bars.SIGNED_IN_QUERIES if self.email else bars.ANONYMOUS_QUERIES


def timed_pages() -> list[Timed]:
    """Every important page of every room."""
    return [*_public(), *_catalogue_of_staff(), *_projects(), *_boards(), *_library(), *_desk()]


def _public() -> list[Timed]:
    """What visitors read: pages kept in the process, the same rendered for one reader, and those never kept."""
    catalogue = reverse("catalog:service_list")
    most_reviewed = _most_reviewed()
    category = Category.objects.filter(axis="work").order_by("position")[0]
    kept = [
        ("サービス一覧", catalogue, bars.LIST_RENDERED),
        ("検索: 議事録", f"{catalogue}?q=議事録", bars.SEARCH_RENDERED),
        ("検索: 自然文", f"{catalogue}?q=住民が窓口に来ないで手続きできる", bars.SEARCH_RENDERED),
        ("絞り込み: LGWAN", f"{catalogue}?network=lgwan", bars.LIST_RENDERED),
        ("サービス詳細", _detail(most_reviewed), bars.DETAIL_RENDERED),
        ("事業者", reverse("catalog:vendor_detail", args=[most_reviewed.vendor_id]), None),
        ("対象業務", reverse("catalog:category_detail", args=[category.slug]), None),
        ("自治体", reverse("catalog:municipality_detail", args=[BODY]), None),
    ]
    others = [
        ("ホーム", reverse("home")),
        ("導入団体の一覧", reverse("catalog:adoption_list", args=[most_reviewed.pk])),
        ("レビューの一覧", reverse("catalog:review_list", args=[most_reviewed.pk])),
        ("5件の比較", _comparison()),
        ("事業者の一覧", reverse("catalog:vendor_list")),
        ("自治体の一覧", reverse("catalog:municipality_list")),
        ("特集の一覧", reverse("catalog:collection_list")),
        ("動向", reverse("catalog:trends")),
        ("オープンデータ（JSON 1ページ）", reverse("catalog:service_json")),
        ("オープンデータ（Atom）", reverse("catalog:service_atom")),
        ("入力中の候補", f"{reverse('catalog:service_suggest')}?q=議事"),
        ("座談会の一覧", reverse("forums:event_list")),
        *_first("座談会", Event.objects.order_by("pk")),
        ("コラムの一覧", reverse("forums:column_list")),
        *_first("コラム", Column.objects.readable_by(AnonymousUser()).order_by("pk")),
        ("参加自治体の地図", reverse("forums:members_map")),
    ]
    return [
        *(Timed(name, path, target=bars.KEPT if target else None) for name, path, target in kept),
        *(Timed(f"{name}（描画）", path, target=target, is_fresh=True) for name, path, target in kept),
        *(Timed(name, path) for name, path in others),
    ]


def _catalogue_of_staff() -> list[Timed]:
    """The catalogue as a member of a body's staff reads it, and what is that person's own."""
    catalogue = reverse("catalog:service_list")
    return [
        Timed("サービス一覧（職員）", catalogue, STAFF, bars.SIGNED_IN_LIST),
        Timed("検索: 議事録（職員）", f"{catalogue}?q=議事録", STAFF),
        Timed("サービス詳細（職員）", _detail(_most_reviewed()), STAFF),
        Timed("まとめて検索（職員）: 議事録", f"{reverse('search')}?q=議事録", STAFF),
        *_of(
            COLLEAGUE,
            ("ホーム（職員）", reverse("home")),
            ("自治体（職員）", reverse("catalog:municipality_detail", args=[BODY])),
            ("5件の比較（職員）", _comparison()),
            ("参加自治体の地図（職員）", reverse("forums:members_map")),
            ("マイページ", reverse("accounts:me")),
            ("お知らせ", reverse("accounts:notifications")),
            ("導入実績の確認", reverse("catalog:adoption_inbox")),
            ("ブックマーク", reverse("catalog:bookmark_list")),
            ("保存した検索", reverse("catalog:saved_search_list")),
        ),
    ]


def _projects() -> list[Timed]:
    """What the demonstration put on the desks of two towns."""
    reader = User.objects.get(email=COLLEAGUE)
    request = QuoteRequest.objects.visible_to_staff(reader).with_quotes().order_by("pk")[0]
    project = Project.objects.get(pk=request.project_id)
    inquiries = Inquiry.objects.filter(municipality__memberships__user=reader).order_by("pk")
    return _of(
        COLLEAGUE,
        ("問い合わせ一覧（職員）", reverse("procurement:inquiry_list")),
        *_first("問い合わせ（職員）", inquiries),
        ("検討案件の一覧", reverse("procurement:project_list")),
        ("検討案件", project.get_absolute_url()),
        ("見積依頼の一覧", reverse("procurement:quote_request_list")),
        ("見積依頼", request.get_absolute_url()),
        ("見積の比較", reverse("procurement:quote_request_comparison", args=[request.pk])),
        ("契約の一覧", reverse("procurement:contract_list")),
        ("導入団体への質問", reverse("procurement:reference_list")),
    )


def _boards() -> list[Timed]:
    """The fullest board and the longest topic of the scaled data."""
    reader = User.objects.get(email=COLLEAGUE)
    topic = Topic.objects.visible_to(reader).order_by("-post_count", "pk")[0]
    board = topic.board.get_absolute_url()
    return [
        Timed("トピック（50投稿）", topic.get_absolute_url(), COLLEAGUE, bars.TOPIC),
        Timed(
            "トピック（最後のページ）", post_path(topic.pk, topic.post_count).partition("#")[0], COLLEAGUE, bars.TOPIC
        ),
        Timed("課の一覧", reverse("forums:board_list"), COLLEAGUE, bars.BOARD),
        Timed("課（トピックの一覧）", board, COLLEAGUE, bars.BOARD),
        Timed("課（途中のページ）", f"{board}?older={_middle_of(topic.board)}", COLLEAGUE, bars.BOARD),
        *_of(
            COLLEAGUE,
            ("同僚を探す", reverse("forums:colleague_list")),
            ("受けた相談", reverse("forums:request_list")),
            ("座談会の一覧（職員）", reverse("forums:event_list")),
            ("コラムの一覧（職員）", reverse("forums:column_list")),
        ),
    ]


def _library() -> list[Timed]:
    reader = User.objects.get(email=COLLEAGUE)
    documents = reverse("documents:document_list")
    return _of(
        COLLEAGUE,
        ("共有文書の一覧", documents),
        ("共有文書の検索", f"{documents}?q=仕様書"),
        *_first("共有文書", SharedDocument.objects.visible_to(reader).order_by("pk")),
        ("探している文書の一覧", reverse("documents:wanted_list")),
        ("ひな形の一覧", reverse("documents:template_list")),
    )


def _desk() -> list[Timed]:
    """The vendor's desk."""
    reader = User.objects.get(email=VENDOR)
    drafts = ServiceDraft.objects.visible_to(reader).order_by("pk")
    leads = Inquiry.objects.visible_to_vendor(reader).order_by("pk")
    asked = QuoteInvitation.objects.visible_to_vendor(reader).order_by("pk")
    return _of(
        VENDOR,
        ("事業者デスク", reverse("catalog:desk_overview")),
        ("掲載サービスの一覧", reverse("catalog:desk_service_list")),
        *(
            ("掲載内容の編集", reverse("catalog:desk_service_section", args=[draft.service_id, "intro"]))
            for draft in drafts[:1]
        ),
        ("受信箱", reverse("procurement:desk_inbox")),
        ("届いた問い合わせの一覧", reverse("procurement:lead_list")),
        *(("届いた問い合わせ", reverse("procurement:lead_detail", args=[lead.pk])) for lead in leads[:1]),
        ("届いた見積依頼の一覧", reverse("procurement:quote_invitation_list")),
        *(("届いた見積依頼", reverse("procurement:quote_invitation_detail", args=[row.pk])) for row in asked[:1]),
        ("自社の数字", reverse("procurement:desk_statistics")),
    )


def _of(email: str, *named: tuple[str, str]) -> list[Timed]:
    return [Timed(name, path, email) for name, path in named]


def _first(name: str, rows: Any) -> Iterable[tuple[str, str]]:
    """The page of the first row, where there is one."""
    return [(name, row.get_absolute_url()) for row in rows[:1]]


def _most_reviewed() -> Service:
    reviewed = Service.objects.published().annotate(reviews_written=Count("reviews"))
    return reviewed.order_by("-reviews_written", "pk")[0]


def _detail(service: Service) -> str:
    return reverse("catalog:service_detail", args=[service.pk])


def _comparison() -> str:
    ids = Service.objects.published().by_adoptions().values_list("pk", flat=True)[:COMPARED]
    return f"{reverse('catalog:service_compare')}?{urlencode([('id', pk) for pk in ids])}"


def _middle_of(board: Board) -> str:
    topics = Topic.objects.present().filter(board=board).latest_first()
    return place_of(topics[topics.count() // 2], ORDERS["active"])
