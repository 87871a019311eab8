"""What the catalogue keeps, why and how long."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from catalog.models import CatalogVisit, ServiceViews
from dss.holdings import Expiry, Holding, Own, register

LISTINGS = Holding(
    key="listings",
    title="サービスの掲載",
    models=(
        *("catalog.Service", "catalog.ServiceDraft", "catalog.ServiceVersion", "catalog.Screenshot"),
        *("catalog.Brochure", "catalog.Category", "catalog.Collection", "catalog.CollectionItem"),
        *("catalog.Generation", "catalog.ServiceResponse", "catalog.VendorResponse", "catalog.ReviewSummary"),
        *("catalog.ServiceSearch", "catalog.Synonym"),
    ),
    what="サービスの説明、料金、仕様、画像、資料と、公開したすべての版。検索と集計のための値",
    why="自治体がサービスを探し、比べられるようにするため",
    kept="掲載をやめた後も、過去の検討の根拠として版を残します",
    at_departure="事業者の記録として残ります。登録した人は識別子だけです",
)
ADOPTIONS = Holding(
    key="adoptions",
    title="導入実績",
    models=("catalog.Adoption",),
    what="どの自治体がどのサービスを、いつから、どの段階で使っているか",
    why="導入の実績を、自治体が確かめた形で共有するため",
    kept="自治体か運営が取り下げるまで",
    at_departure="自治体の記録として残ります。登録・確認した人は識別子だけです",
)
REVIEWS = Holding(
    key="reviews",
    title="レビュー",
    models=("catalog.Review", "catalog.ReviewEvent", "catalog.ReviewReply", "catalog.ReviewHelpful"),
    what="評価、良い点、要望、事業者の返信、「参考になった」",
    why="使った自治体の声を、検討の参考にしてもらうため",
    kept="書いた方が取り下げても、版の履歴は運営だけが見られる形で残ります",
    at_departure="本文は残り、名前は表示されなくなります",
    own=(
        Own(
            "catalog.Review",
            ("author", "author_key"),
            (
                *("service", "municipality", "disclosure", "status", "overall", "good_points", "wishes"),
                *("created_at", "revised_at", "withdrawn_at"),
            ),
        ),
        Own("catalog.ReviewReply", ("created_by_key",), ("review", "body", "created_at")),
        Own("catalog.ReviewHelpful", ("person_key",), ("review", "created_at")),
    ),
)
SHELF = Holding(
    key="shelf",
    title="自分用の控え",
    models=("catalog.SavedSearch", "catalog.Bookmark", "catalog.CatalogVisit"),
    what="保存した検索、あとで見るサービス、一覧を前に見た日時",
    why="続きから探せるようにし、新着をお知らせするため",
    kept="ご自身で消すまで。前に見た日時は1年",
    at_departure="消えます",
    expiries=(
        Expiry(
            "一覧を前に見た日時",
            timedelta(days=365),
            lambda before: CatalogVisit.objects.filter(began_at__lt=before),
        ),
    ),
    own=(
        Own("catalog.SavedSearch", ("user",), ("name", "query", "alert", "created_at")),
        Own("catalog.Bookmark", ("user",), ("service", "created_at")),
        Own("catalog.CatalogVisit", ("user",), ("began_at", "previous_at")),
    ),
)
UPLOADS = Holding(
    key="uploads",
    title="表での一括登録",
    models=("catalog.ListingUpload",),
    what="事業者が取り込んだ表の内容と、取り込みの結果",
    why="確かめてから登録できるようにするため",
    kept="確かめずに置かれた表の内容は7日",
    at_departure="事業者の記録として残ります",
    own_jobs=("catalog.jobs.forget_listing_uploads",),
)
VIEWS = Holding(
    key="views",
    title="閲覧数",
    models=("catalog.ServiceViews",),
    what="サービスごと、日ごとの閲覧数。誰が見たかは保存しません",
    why="事業者が掲載の効果を知るため",
    kept="3年",
    at_departure="変わりません（個人の情報を含みません）",
    expiries=(
        Expiry(
            "閲覧数",
            timedelta(days=3 * 365),
            lambda before: ServiceViews.objects.filter(day__lt=timezone.localdate(before)),
        ),
    ),
)

register(LISTINGS, ADOPTIONS, REVIEWS, SHELF, UPLOADS, VIEWS)
