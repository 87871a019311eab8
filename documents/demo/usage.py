"""What the staff of the demonstration do with the documents: copy, comment, watch, look for some."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from accounts.models import User
from catalog.enums import CategoryAxis
from catalog.models import Category
from documents import actions
from documents.demo.loading import FUKAYA, SHIOJIRI
from documents.enums import CommentShownAs, DocumentKind, WantedShownAs
from documents.models import SharedDocument, WantedDocument

_TOKENS = uuid.UUID("6a1d3c0e-52b7-4f6c-9a55-9a0f0c7e7a41")
MINUTES = "議事録作成支援サービス 仕様書（デモデータ）"
CRITERIA = "議事録作成支援サービス 評価基準表（デモデータ）"
COUNTER = "書かない窓口の実現に関するRFI（デモデータ）"

# Who, about which document, how many days ago, shown how, what.
COMMENTS = (
    (
        SHIOJIRI,
        MINUTES,
        20,
        CommentShownAs.NAME_BODY,
        (
            "引継ぎの章を参考にしました。辞書の書き出し形式をCSVに限ると、次の事業者がそのまま取り込めます。"
            "（デモデータのための架空の感想です。）"
        ),
    ),
    (
        FUKAYA,
        MINUTES,
        18,
        CommentShownAs.NAME_BODY,
        "ありがとうございます。次の版で形式を明記します。（デモデータのための架空の返答です。）",
    ),
    (
        FUKAYA,
        CRITERIA,
        30,
        CommentShownAs.BODY,
        "実演の配点を2割にしたところ、聞き取りの精度の差が点数に表れました。（デモデータのための架空の感想です。）",
    ),
)
# Who, title, kind, field of work, shown how, days ago, text.
WANTED = (
    (
        FUKAYA,
        "書かない窓口の仕様書（デモデータ）",
        DocumentKind.SPECIFICATION,
        "窓口",
        WantedShownAs.BODY,
        12,
        "住民異動と連動する範囲をどう書いたか知りたいです。（デモデータのための架空の依頼です。）",
    ),
    (
        SHIOJIRI,
        "公共施設予約の評価基準（デモデータ）",
        DocumentKind.CRITERIA,
        "施設予約",
        WantedShownAs.BODY_CLASS,
        95,
        "人口10万人未満の団体で使ったものを探しています。（デモデータのための架空の依頼です。）",
    ),
    (
        SHIOJIRI,
        "RPAの運用ルール（デモデータ）",
        DocumentKind.GUIDELINE,
        "RPA",
        WantedShownAs.BODY,
        40,
        "ロボットの棚卸しの頻度と、担当者が替わるときの引継ぎを知りたいです。（デモデータのための架空の依頼です。）",
    ),
)
ANSWER = (
    "RPAの運用ルール（デモデータ）",
    FUKAYA,
    "RPAの利用に関する要領（デモデータ）",
    "古い版ですが、章立ては使えると思います。",
)


def load_demo_usage(*, now: datetime) -> None:
    """Needs the documents of the demonstration."""
    people = {email: User.objects.get(email=email) for email in (FUKAYA, SHIOJIRI)}
    documents = {each.title: each for each in SharedDocument.objects.published().filter(title__contains="デモデータ")}
    _fork(documents, people[SHIOJIRI], now)
    for email, title in ((SHIOJIRI, MINUTES), (FUKAYA, CRITERIA), (FUKAYA, COUNTER)):
        if title in documents:
            actions.mark_document(document=documents[title], is_helpful=True, actor=people[email], now=now)
            actions.watch_document(document=documents[title], is_watched=True, actor=people[email], now=now)
    for email, title, days, shown_as, body in COMMENTS:
        if title in documents:
            actions.write_comment(
                document=documents[title],
                body=body,
                shown_as=shown_as,
                client_token=_token(f"{email}{body}"),
                actor=people[email],
                now=now - timedelta(days=days),
            )
    for row in WANTED:
        _ask(people, row, now)
    title, email, offered, note = ANSWER
    wanted = WantedDocument.objects.still_open().filter(title=title).first()
    if wanted is not None and offered in documents:
        actions.answer_wanted(
            wanted=wanted, document=documents[offered], note=note, actor=people[email], now=now - timedelta(days=30)
        )


def _fork(documents: dict[str, SharedDocument], actor: User, now: datetime) -> None:
    """Shiojiri keeps a copy of Fukaya's specification among its drafts."""
    origin = documents.get(MINUTES)
    token = _token("fork")
    if origin is None or SharedDocument.objects.filter(created_by_key=actor.key, client_token=token).exists():
        return
    version = origin.versions.without_text().select_related("document").filter(redaction_declared_at__isnull=False)
    newest = version.order_by("-number").first()
    if newest is not None:
        actions.fork_document(version=newest, client_token=token, actor=actor, now=now - timedelta(days=10))


def _ask(
    people: dict[str, User],
    row: tuple[str, str, DocumentKind, str, WantedShownAs, int, str],
    now: datetime,
) -> None:
    email, title, kind, field_of_work, shown_as, days, text = row
    category = Category.objects.filter(axis=CategoryAxis.WORK, name__contains=field_of_work).in_order().first()
    actions.ask_wanted(
        facts=actions.WantedFacts(title=title, text=text, shown_as=shown_as, kind=kind, category=category),
        client_token=_token(title),
        actor=people[email],
        now=now - timedelta(days=days),
    )


def _token(name: str) -> uuid.UUID:
    """The same for the same thing in every run, so that the actions see a form sent twice."""
    return uuid.uuid5(_TOKENS, name)
