"""Put the demonstration's documents on the shelf, by the same actions that people use. Again: nothing happens twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import ContentFile

from accounts.models import User
from catalog.demo.pdf import one_page_pdf
from catalog.enums import CategoryAxis, ProcurementMethod
from catalog.models import Category, Service
from documents import actions
from documents.demo.making import excel_file, word_file
from documents.enums import AmountBand, DocumentKind, DraftedBy, RedactionVerdict, ReuseTerms
from documents.files import CheckedUpload, check_upload
from documents.jobs import read_version
from documents.models import RedactionFinding, SharedDocument

FUKAYA = "staff-fukaya@city.fukaya.saitama.jp"
SHIOJIRI = "staff-shiojiri@city.shiojiri.lg.jp"
DATA = Path(__file__).parent / "data"
_TOKENS = uuid.UUID("3c9f4a52-0d0b-4f1e-8a4b-5f0f6f1b2d10")


@dataclass(frozen=True, slots=True)
class DemoVersion:
    """One file; it was uploaded so many days ago."""

    name: str
    content: Callable[[], bytes]
    days_ago: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """One document; `category` is a part of the field's name, `listing` the name of a listing it was used with."""

    owner: str
    title: str
    kind: DocumentKind
    versions: tuple[DemoVersion, ...]
    description: str
    drafted_by: DraftedBy = DraftedBy.MUNICIPALITY
    reuse_terms: ReuseTerms = ReuseTerms.CREDIT
    procurement_method: ProcurementMethod | None = None
    category: str = ""
    fiscal_year: int | None = None
    amount_band: AmountBand | None = None
    listing: str = ""
    is_published: bool = True


def _read(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def _vendors_draft() -> bytes:
    return one_page_pdf(
        "議事録作成支援サービス 要求仕様（案）",
        [
            "（デモデータ）架空 みなとテック 作成。このPDFは、デジタルサービス広場の使い方を示すための架空の資料です。",
            "1 音声を登録すると、話者ごとに分けて文字に起こすこと。",
            "2 文字に起こす処理は、提案者が自社で開発した音声認識エンジンで行うこと。",
            "3 管理画面は、左側に会議の一覧、右側に編集の画面を並べて表示すること。",
            "4 音声は、登録から60日で自動的に消去すること。",
            "5 保守の窓口は、平日9時から18時まで電話で受け付けること。",
            "2と3は、特定の製品の作り方を書いたものです。要求仕様に使うときは、実現したいことに書き直してください。",
        ],
    )


DOCUMENTS = (
    DemoDocument(
        FUKAYA,
        "議事録作成支援サービス 仕様書（デモデータ）",
        DocumentKind.SPECIFICATION,
        (
            DemoVersion("議事録作成支援サービス仕様書_令和6年度.docx", lambda: word_file(_read("minutes-1.md")), 900),
            DemoVersion(
                "議事録作成支援サービス仕様書_令和7年度.docx",
                lambda: word_file(_read("minutes-2.md")),
                540,
                "情報セキュリティの要件を加え、学習への利用を禁じました。",
            ),
            DemoVersion(
                "議事録作成支援サービス仕様書_令和8年度.docx",
                lambda: word_file(_read("minutes-3.md")),
                45,
                "サービスの水準と引継ぎの章を加え、特定の製品を前提としない書き方に直しました。",
            ),
        ),
        "3年間使いながら直してきた仕様書です。令和7年度の更新では、辞書を持ち出せずに移行に苦労したため、引継ぎの章を加えました。"
        "（デモデータのための架空の文書です。）",
        category="議事録",
        fiscal_year=2026,
        amount_band=AmountBand.FROM_1M,
        procurement_method=ProcurementMethod.DESIGNATED_BIDDING,
        listing="たまゆら議事録",
    ),
    DemoDocument(
        FUKAYA,
        "個人情報の取扱いに関する特記事項（デモデータ）",
        DocumentKind.CONTRACT,
        (
            DemoVersion(
                "個人情報特記事項.md",
                lambda: _read("privacy-clauses.md").encode(),
                200,
                "学習への利用とクラウドの基盤についての文を加えました。",
            ),
        ),
        "クラウドサービスの契約書に添えている特記事項です。再委託と消去の証明を明確にしています。"
        "（デモデータのための架空の文書です。）",
        fiscal_year=2025,
    ),
    DemoDocument(
        SHIOJIRI,
        "議事録作成支援サービス 評価基準表（デモデータ）",
        DocumentKind.CRITERIA,
        (DemoVersion("評価基準表.xlsx", lambda: excel_file([_read("criteria.md"), _read("criteria-notes.md")]), 120),),
        "公募型プロポーザルで使った評価基準です。実績のない小さな事業者も、体制と計画で評価できるようにしています。"
        "（デモデータのための架空の文書です。）",
        category="議事録",
        fiscal_year=2026,
        listing="たまゆら議事録",
    ),
    DemoDocument(
        SHIOJIRI,
        "書かない窓口の実現に関するRFI（デモデータ）",
        DocumentKind.RFI,
        (DemoVersion("書かない窓口RFI.docx", lambda: word_file(_read("counter-rfi.md")), 300),),
        "予算の要求の前に、6者から情報をいただきました。費用の表を付けると、見積を比べやすくなります。"
        "（デモデータのための架空の文書です。）",
        category="窓口",
        fiscal_year=2025,
    ),
    DemoDocument(
        SHIOJIRI,
        "議事録作成支援サービス 要求仕様（案）（デモデータ）",
        DocumentKind.SPECIFICATION,
        (DemoVersion("要求仕様案.pdf", _vendors_draft, 150),),
        "事業者から参考に受け取った案です。そのままでは特定の製品に寄るため、仕様書には使いませんでした。"
        "（デモデータのための架空の文書です。）",
        drafted_by=DraftedBy.VENDOR,
        reuse_terms=ReuseTerms.REFERENCE,
        category="議事録",
        fiscal_year=2026,
    ),
    DemoDocument(
        FUKAYA,
        "RPAの利用に関する要領（デモデータ）",
        DocumentKind.GUIDELINE,
        (DemoVersion("RPA利用要領.txt", lambda: _read("rpa-guideline.txt").encode("cp932"), 60),),
        "庁内でRPAを使い始めるときに作った要領です。（デモデータのための架空の文書です。）",
        category="RPA",
        fiscal_year=2022,
    ),
    DemoDocument(
        SHIOJIRI,
        "公共施設予約システム プロポーザル実施要領 骨子（デモデータ）",
        DocumentKind.RFP,
        (DemoVersion("施設予約プロポーザル骨子.md", lambda: _read("facility-rfp.md").encode(), 5),),
        "庁内で検討している骨子です。（デモデータのための架空の文書です。）",
        category="施設予約",
        fiscal_year=2027,
        is_published=False,
    ),
    DemoDocument(
        SHIOJIRI,
        "書かない窓口 機能要件一覧（デモデータ）",
        DocumentKind.SPECIFICATION,
        (DemoVersion("窓口機能要件一覧.csv", lambda: _read("counter-functions.csv").encode("cp932"), 90),),
        "表計算ソフトで開ける一覧です。仕様書の別紙として配り、対応の可否を書き込んでもらいました。"
        "（デモデータのための架空の文書です。）",
        reuse_terms=ReuseTerms.FREE,
        procurement_method=ProcurementMethod.PROPOSAL,
        category="窓口",
        fiscal_year=2025,
        amount_band=AmountBand.FROM_10M,
    ),
    DemoDocument(
        SHIOJIRI,
        "施設予約システム 保守業務委託契約書（案）（デモデータ）",
        DocumentKind.CONTRACT,
        (DemoVersion("保守業務委託契約書案.md", lambda: _read("maintenance-contract.md").encode(), 2),),
        "公開する前に、伏せる箇所を確かめているところです。（デモデータのための架空の文書です。）",
        reuse_terms=ReuseTerms.ASK,
        procurement_method=ProcurementMethod.NEGOTIATED,
        category="施設予約",
        fiscal_year=2026,
        is_published=False,
    ),
)


def load_demo_documents(*, now: datetime) -> None:
    """Register what is missing. People, categories and listings must exist."""
    for document in DOCUMENTS:
        owner = User.objects.get(email=document.owner)
        token = _token(document.title)
        if not SharedDocument.objects.filter(created_by_key=owner.key, client_token=token).exists():
            _register(document, owner, token, now)


def _register(demo: DemoDocument, owner: User, token: uuid.UUID, now: datetime) -> None:
    first, *others = demo.versions
    document = actions.create_document(
        facts=_facts(demo),
        upload=_upload(first),
        note=first.note,
        client_token=token,
        actor=owner,
        now=now - timedelta(days=first.days_ago),
    )
    _read_and_publish(demo, document, owner, now - timedelta(days=first.days_ago))
    for version in others:
        added_at = now - timedelta(days=version.days_ago)
        actions.add_version(
            document=document,
            upload=_upload(version),
            note=version.note,
            client_token=_token(version.name),
            actor=owner,
            now=added_at,
        )
        _read_and_publish(demo, document, owner, added_at)


def _read_and_publish(demo: DemoDocument, document: SharedDocument, owner: User, at: datetime) -> None:
    """As the worker reads it, and as a colleague answers what was found."""
    version = document.versions.newest_first()[0]
    read_version(version_id=version.pk, now=at)
    if demo.is_published:
        found = RedactionFinding.objects.filter(version=version).values_list("fingerprint", flat=True)
        verdicts = dict.fromkeys(found, RedactionVerdict.MISTAKEN)
        actions.answer_redactions(document=document, verdicts=verdicts, actor=owner, now=at)
        actions.publish_document(document=document, newest=version.number, actor=owner, now=at)


def _facts(demo: DemoDocument) -> actions.DocumentFacts:
    fields_of_work = Category.objects.filter(axis=CategoryAxis.WORK, name__contains=demo.category).in_order()
    return actions.DocumentFacts(
        title=demo.title,
        kind=demo.kind,
        drafted_by=demo.drafted_by,
        reuse_terms=demo.reuse_terms,
        procurement_method=demo.procurement_method,
        categories=tuple(fields_of_work[:1]) if demo.category else (),
        fiscal_year=demo.fiscal_year,
        amount_band=demo.amount_band,
        description=demo.description,
        services=tuple(Service.objects.published().filter(name=demo.listing).order_by("pk")[:1]),
    )


def _upload(version: DemoVersion) -> CheckedUpload:
    return check_upload(ContentFile(version.content(), name=version.name))


def _token(name: str) -> uuid.UUID:
    """The same for the same file in every run, so that the actions see a form sent twice."""
    return uuid.uuid5(_TOKENS, name)
