"""All pillars in one story, by links, buttons and mails alone: a town compares, asks, decides, hands over and tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from catalog.search.indexing import reindex
from documents.jobs import read_version
from documents.models import DocumentVersion
from tests.documents.makers import docx, pdf, upload
from tests.factories import PublishedServiceFactory, VendorMembershipFactory
from tests.journeys.people import Walker

pytestmark = pytest.mark.django_db(transaction=True)

HARUKO = "haruko@city.shiojiri.lg.jp"
FUYUKI = "fuyuki@city.shiojiri.lg.jp"
HANAKO = "hanako@city.fukaya.saitama.jp"
SHIOJIRI = "/municipalities/202151/"
PROJECT = "会議録の作成支援"
REQUEST = "会議録作成の参考見積"
SPECIFICATION = "会議録作成支援業務 仕様書"
REASONS = "60か月の総額と、範囲に漏れがないことで選んだ。"
OTHERS = "含まれない項目があった。"
QUESTION = "録音は月に何時間ほどですか。"
TOPIC = "会議録の作成支援、入れてみてどうでしたか"
ADVICE = "職員が直す時間が半分になりました。用語の登録を先に済ませると楽です。"
KEPT_LINES = ["初期費用", "研修", "月額利用料"]
OWN_LINE = "過去の会議録の取り込み"
AMOUNTS = ["1,234,000", "117,000", "31,500", "56,780"]  # A's, in the order of the lines
CHEAPER = ["1,010,000", "90,000", "29,000", ""]  # B's, who leaves the last one out
TOTAL = (1_234_000 + 117_000 + 60 * 31_500 + 56_780) * 110 // 100


@dataclass(frozen=True)
class Seller:
    """A vendor's person with the one listing of that vendor."""

    person: Walker
    vendor: str
    service: str
    number: int

    @property
    def names(self) -> tuple[str, str]:
        return self.vendor, self.service


def a_seller(sign: str, kana: str) -> Seller:
    member = VendorMembershipFactory(
        vendor__name=f"架空{sign}システム", vendor__kana=f"かくう{kana}", user__email=f"{kana}@vendor.example"
    )
    service = PublishedServiceFactory(vendor=member.vendor, name=f"{sign}の会議録（架空）")
    reindex([service.pk])
    return Seller(Walker(member.user.email, user=member.user), member.vendor.name, service.name, service.pk)


def the_town_compares(haruko: Walker, sellers: list[Seller]) -> None:
    """From the search to a comparison, and from there to a project; the third listing comes from its own page."""
    first, second, third = sellers
    haruko.goes("/")
    haruko.follows("サービスを探す")
    haruko.presses("検索", q="会議録")
    for seller in (first, second):
        haruko.presses(f"{seller.service}を比較に加える")
    page = haruko.presses("2件を比べる")
    assert haruko.address == f"/services/compare/?id={first.number}&id={second.number}"
    assert third.service not in page.text
    page = haruko.follows("この組合せで検討案件を作る")
    assert first.service in page.text
    page = haruko.presses("案件を作る", title=PROJECT, need="会議のあと三日以内に公開したい。")
    assert page.text.count("評価する") == len(sellers) - 1
    haruko.follows("サービスを探して加える", third.service, "案件に追加する")
    project = next(iter(haruko.page.form_of("この案件に追加する")[0].fields["project"].options))
    page = haruko.presses("この案件に追加する", project=project)
    assert third.service in page.text


def the_town_shares_its_specification(haruko: Walker) -> bytes:
    """Registered, read by the worker, published, and attached to the project. The file."""
    content = docx("会議の録音から会議録の案を作成する。", headings=("会議録作成支援業務 仕様書",))
    haruko.follows("文書を添付する", "文書を登録する")
    facts = {"title": SPECIFICATION, "kind": "specification", "drafted_by": "municipality", "reuse_terms": "credit"}
    page = haruko.presses("登録する", file=upload("仕様書.docx", content), **facts)
    assert "まだ公開していません" in page.text
    read_version(version_id=DocumentVersion.objects.get().pk)  # the worker's part
    haruko.goes(haruko.address)
    assert "会議の録音から会議録の案を作成する。" in haruko.page.text
    haruko.follows("公開する")
    assert "公開しました" in haruko.presses("公開する", declares_redaction=True).text
    assert haruko.fetches("仕様書.docx") == content
    haruko.follows("検討案件", PROJECT, "文書を添付する")
    page = haruko.presses("添付する")
    assert haruko.address.startswith("/projects/")
    assert f"{SPECIFICATION} 第1版" in page.text
    return content


def the_town_asks_for_quotes(haruko: Walker, sellers: list[Seller]) -> None:
    """Conditions, a line of its own, the specification, the services, the preview, and out."""
    deadline = (timezone.localtime() + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")
    page = haruko.follows("見積依頼を作る")
    assert "見積依頼は匿名にできません" in page.text
    words = {"title": REQUEST, "conditions": "会議は月に20回です。", "deadline_at": deadline}
    haruko.presses("下書きを作る", **words)
    haruko.follows("項目を変える")
    form, _ = haruko.page.form_of("保存する")
    lines = [
        name.removesuffix("-label") for name, each in form.fields.items() if name.endswith("-label") and each.values
    ]
    unwanted = [line for line in lines if form.fields[f"{line}-label"].values[0] not in KEPT_LINES]
    own_line = {f"form-{len(lines)}-label": OWN_LINE, f"form-{len(lines)}-kind": "one_time"}
    page = haruko.presses("保存する", **dict.fromkeys((f"{line}-DELETE" for line in unwanted), True), **own_line)
    assert [label for label in (*KEPT_LINES, OWN_LINE, "データ移行") if label in page.text] == [*KEPT_LINES, OWN_LINE]
    haruko.follows("ファイルを添付する")
    assert "仕様書.docx" in haruko.presses("この文書を添付する").text
    haruko.follows("下書きに戻る", "依頼先を選ぶ")
    page = haruko.presses("保存する", services=[each.number for each in sellers])
    assert "依頼の準備ができました" in page.text
    page = haruko.follows("確認して依頼する")
    assert "長野県塩尻市」からの依頼として" in page.text
    shown = page.text.partition("この欄は職員だけに見えます")[0]
    assert not [name for each in sellers for name in each.names if name in shown]
    assert "見積を依頼しました" in haruko.presses("この内容で見積を依頼する").text


def the_vendors_read(sellers: list[Seller], specification: bytes) -> None:
    """One mail each, the conditions and the file behind it; nothing of the others and of the person who asks."""
    for each in sellers:
        person = each.person
        page = person.comes_by_mail(f"長野県塩尻市から見積の依頼が届きました：{each.service}")
        assert len([note for note in mail.outbox if note.to == [person.email]]) == 1
        assert "会議は月に20回です。" in page.text
        assert page.tells(*_rivals(each, sellers), "春子", HARUKO, PROJECT, SPECIFICATION) == []
        assert person.fetches("仕様書.docx") == specification


def _rivals(seller: Seller, sellers: list[Seller]) -> list[str]:
    return [name for each in sellers if each != seller for name in each.names]


def the_vendors_answer(haruko: Walker, sellers: list[Seller]) -> None:
    """A offers everything with a file, B leaves a line out, C asks first."""
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    first, second, third = (each.person for each in sellers)
    for person, prices in ((first, AMOUNTS), (second, CHEAPER)):
        person.follows("見積を書く")
        form, _ = person.page.form_of("提出する")
        fields = [name for name in form.fields if name.startswith("amount_")]
        typed: dict[str, object] = dict(zip(fields, prices, strict=True))
        if prices == AMOUNTS:
            typed["file"] = upload("見積書.pdf", pdf())
        else:
            typed[fields[-1].replace("amount", "excluded")] = True
        page = person.presses("提出する", valid_until=until, **typed)
        assert "第1版を" in page.text
        haruko.reads_mail(f"見積が届きました：{REQUEST}")
    third.follows("質問と回答")
    page = third.presses("質問を送る", body=QUESTION)
    assert "回答待ち" in page.text


def the_town_answers_the_question(haruko: Walker, sellers: list[Seller]) -> None:
    """All three read it; nobody learns who asked."""
    haruko.comes_by_mail("質問が届きました")
    assert QUESTION in haruko.page.text
    haruko.follows("回答する")
    haruko.presses("回答を公開する", answer="月に約40時間です。")
    asker = sellers[-1]
    for each in sellers:
        page = each.person.comes_by_mail("質問に回答がありました")
        assert "月に約40時間です。" in page.text
        assert QUESTION in page.text
        assert page.tells(*_rivals(each, sellers)) == []
        assert ("貴社の質問" in page.text) == (each == asker)


def the_town_compares_the_quotes(haruko: Walker, sellers: list[Seller]) -> None:
    """The gap is marked, A's total of 60 months stands there, and who is silent is named."""
    page = haruko.follows("見積を比べる")
    for words in (
        "見積に含まない",
        "範囲の違い",
        "含まれる範囲がそろっていません",
        "60か月の総額（税込）",
        "まだ受付中です",
    ):
        assert words in page.text, words
    assert f"{TOTAL:,}円" in page.text
    assert f"{sellers[2].vendor}（{sellers[2].service}）：未回答" in page.text
    assert haruko.fetches("見積書.pdf") == pdf()


def the_town_decides(haruko: Walker, sellers: list[Seller]) -> None:
    """Closed before the deadline; a winner with reasons, and a word on another."""
    first = sellers[0]
    haruko.follows(REQUEST)
    assert "受付は終わりました" in haruko.presses("受付を終える").text
    haruko.follows("結果を記録する")
    form, _button = haruko.page.form_of("結果を記録して事業者に知らせる")
    remarks = [name for name in form.fields if name.startswith("remark_")]
    winner = remarks[0].removeprefix("remark_")
    words = {"result": winner, "reasons": REASONS} | dict.fromkeys(remarks, OTHERS)
    page = haruko.presses("結果を記録して事業者に知らせる", **words)
    assert [words for words in (*first.names, REASONS, OTHERS) if words not in page.text] == []
    for each in sellers:
        note = each.person.reads_mail(f"見積依頼「{REQUEST}」の結果のお知らせ")
        page = each.person.comes_by_mail("結果のお知らせ")
        is_chosen = each == first
        assert ("貴社のサービスが選定されました" in note.body) == is_chosen
        assert ("貴社のサービスが選定されました" in page.text) == is_chosen
        assert ("選定されませんでした" in page.text) != is_chosen
        kept_back = [*_rivals(each, sellers), REASONS, OTHERS, *([] if each == first else AMOUNTS)]
        assert page.tells(*kept_back) == []
        assert not [word for word in kept_back if word in note.body]


def the_town_confirms_its_use(haruko: Walker, seller: Seller) -> None:
    """Proposed beside the result; in public only after the confirmation."""
    visitor = Walker("visitor@mail.example")
    assert "塩尻市" not in visitor.goes(f"/services/{seller.number}/").text
    assert seller.service not in visitor.goes(SHIOJIRI).text
    page = haruko.follows("導入実績に登録する")
    assert "公開される内容です" in page.text
    assert seller.service not in visitor.goes(SHIOJIRI).text
    page = haruko.presses("事実と確認して登録する", started_on="2027-04")
    assert "登録しました" in page.text
    for address, words in ((f"/services/{seller.number}/", "長野県塩尻市"), (SHIOJIRI, seller.service)):
        page = visitor.goes(address)
        assert words in page.text
        assert "確認済み" in page.text
        assert page.tells(REASONS, REQUEST, PROJECT, *AMOUNTS) == []


def a_colleague_goes_on(haruko: Walker, fuyuki: Walker) -> None:
    """The successor finds everything, takes the project over, and the predecessor hears of it."""
    fuyuki.goes("/")
    fuyuki.follows("検討案件", PROJECT)
    page = fuyuki.presses("担当を引き継ぐ")
    for words in ("塩尻 春子 → 塩尻 冬樹", SPECIFICATION, REQUEST, "選定しました"):
        assert words in page.text, words
    assert "塩尻 冬樹" in haruko.comes_by_mail("担当が引き継がれました").text


def another_city_asks(hanako: Walker, fuyuki: Walker, seller: Seller) -> None:
    """From the listing to a topic about it; the town answers, and the answer is accepted."""
    hanako.goes(f"/services/{seller.number}/")
    page = hanako.follows("このサービスについて職員に聞く")
    assert seller.service in page.text
    hanako.follows("情報政策・調達")
    hanako.presses("投稿する", title=TOPIC, body="塩尻市さんの実績を見ました。どのくらい楽になりましたか。")
    assert seller.service in hanako.page.text

    fuyuki.goes("/")
    fuyuki.follows("課とトピック", "情報政策・調達", TOPIC)
    assert "深谷 花子" in fuyuki.page.text
    fuyuki.presses("投稿する", body=ADVICE)
    page = hanako.comes_by_mail("新しい投稿があります")
    assert ADVICE in page.text
    page = hanako.presses("この回答で解決した")
    assert "この相談は解決しています" in page.text
    assert ADVICE in fuyuki.comes_by_mail("回答").text


def the_town_writes_a_review(fuyuki: Walker, seller: Seller) -> None:
    """A review of what was adopted; the vendor hears of it and reads no name."""
    fuyuki.goes(f"/services/{seller.number}/")
    fuyuki.follows("レビューを書く")
    words = {"overall": "4", "usage": "under_1", "role": "user", "good_points": "直す時間が半分になりました。"}
    page = fuyuki.presses("この内容で公開する", **words)
    assert "直す時間が半分になりました。" in page.text
    page = seller.person.comes_by_mail("レビューが書かれました")
    assert "直す時間が半分になりました。" in page.text
    assert page.tells("冬樹", FUYUKI) == []


def staff_find_it_and_vendors_do_not(hanako: Walker, sellers: list[Seller]) -> None:
    """One search over everything a person may see."""
    hanako.goes("/")
    found = hanako.presses("検索", q="会議録")
    hanako.goes("/search/?q=会議録")
    assert TOPIC in hanako.page.text
    assert SPECIFICATION in hanako.page.text
    assert sellers[0].service in found.text
    for person in (sellers[0].person, Walker("visitor@mail.example")):
        page = person.goes("/search/?q=会議録")
        assert sellers[0].service in page.text
        assert page.tells(TOPIC, SPECIFICATION, ADVICE) == []


def strangers_find_nothing(places: dict[str, str], hanako: Walker, sellers: list[Seller]) -> None:
    """Another body and the vendors: 404. A visitor: the door."""
    visitor = Client()
    for what, address in places.items():
        assert hanako.browser.get(address).status_code == 404, what
        owner = sellers[0] if what in ("invitation", "file") else None
        for each in sellers:
            if each != owner:
                assert each.person.browser.get(address).status_code == 404, (what, each.vendor)
        assert visitor.get(address).status_code == 302, what


def test_the_journey_of_all_pillars(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_municipalities", verbosity=0)
    call_command("load_boards", verbosity=0)
    sellers = [a_seller(*names) for names in (("甲", "kou"), ("乙", "otsu"), ("丙", "hei"))]
    haruko, fuyuki, hanako = Walker(HARUKO), Walker(FUYUKI), Walker(HANAKO)
    assert "長野県塩尻市の職員として登録しました" in haruko.signs_up("staff", "塩尻 春子")
    fuyuki.signs_up("staff", "塩尻 冬樹")
    hanako.signs_up("staff", "深谷 花子")

    places = {}
    the_town_compares(haruko, sellers)
    places["project"] = haruko.address
    specification = the_town_shares_its_specification(haruko)
    the_town_asks_for_quotes(haruko, sellers)
    places["request"] = haruko.address
    the_vendors_read(sellers, specification)
    places["invitation"] = sellers[0].person.address
    the_vendors_answer(haruko, sellers)
    the_town_answers_the_question(haruko, sellers)
    the_town_compares_the_quotes(haruko, sellers)
    places["comparison"] = haruko.address
    places["file"] = haruko.page.link("見積書.pdf")
    the_town_decides(haruko, sellers)
    places["outcome"] = haruko.address
    the_town_confirms_its_use(haruko, sellers[0])
    a_colleague_goes_on(haruko, fuyuki)
    another_city_asks(hanako, fuyuki, sellers[0])
    the_town_writes_a_review(fuyuki, sellers[0])
    staff_find_it_and_vendors_do_not(hanako, sellers)
    strangers_find_nothing(places, hanako, sellers)
