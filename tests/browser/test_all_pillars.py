"""The journey of all pillars in a browser: compare, ask, decide, hand over, tell. Every page is looked at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Municipality
from documents.jobs import read_version
from documents.models import DocumentVersion
from tests.browser.conftest import DEVICES, Visitor
from tests.documents.makers import docx, pdf
from tests.factories import MembershipFactory
from tests.journeys.people import Walker
from tests.journeys.test_all_pillars import (
    ADVICE,
    AMOUNTS,
    CHEAPER,
    FUYUKI,
    HANAKO,
    HARUKO,
    KEPT_LINES,
    OTHERS,
    OWN_LINE,
    PROJECT,
    QUESTION,
    REASONS,
    REQUEST,
    SHIOJIRI,
    SPECIFICATION,
    TOPIC,
    TOTAL,
    Seller,
    a_seller,
)

pytestmark = pytest.mark.django_db(transaction=True)

UNWANTED_LINES = ["設定", "データ移行", "システム連携", "LGWAN接続の初期費用", "年額費用", "その他"]
FILE = {
    "name": "仕様書.docx",
    "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "buffer": docx("会議の録音から会議録の案を作成する。", headings=(SPECIFICATION,)),
}
SHEET = {"name": "見積書.pdf", "mimeType": "application/pdf", "buffer": pdf()}


@dataclass(frozen=True)
class Someone:
    """A person's mailbox and what their browser shows."""

    mailbox: Walker
    visitor: Visitor

    def comes_by_mail(self, subject: str) -> None:
        """Open the link of the newest mail, in a new tab: a page that stood open would not be asked for again."""
        note = self.mailbox.reads_mail(subject)
        self.visitor.page.goto("about:blank")
        self.visitor.page.goto(self.visitor.base_url + re.search(r"https?://[^/]+(\S+)", note.body)[1])


def clicks(visitor: Visitor, name: str, *, role: str = "link", exact: bool = False) -> None:
    """Go on over a page that is looked at elsewhere."""
    visitor.page.locator("main").get_by_role(role, name=name, exact=exact).first.click()
    visitor.page.wait_for_load_state()


def opens(visitor: Visitor, path: str) -> None:
    visitor.page.goto(visitor.base_url + path)


def fetches(visitor: Visitor, name: str) -> bytes:
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=name).first.click()
    return download.value.path().read_bytes()


def the_town_compares(haruko: Visitor, sellers: list[Seller]) -> str:
    """Two listings side by side become a project; the third comes from its own page. The project's address."""
    opens(haruko, "/services/?q=会議録")
    for seller in sellers[:2]:
        haruko.press(f"{seller.service}を 比較に加える")  # a name heard in two parts
    haruko.press("2件を比べる")
    haruko.press("この組合せで検討案件を作る", role="link")
    haruko.fill("件名", PROJECT)
    haruko.fill("必要としていること", "会議のあと三日以内に公開したい。")
    haruko.press("案件を作る")
    project = haruko.path()
    opens(haruko, f"/services/{sellers[2].number}/")
    haruko.press("案件に追加する", role="link")
    haruko.tick("加える案件", PROJECT)
    clicks(haruko, "この案件に追加する", role="button")
    assert [each.service for each in sellers if each.service not in haruko.text()] == []
    return project


def the_town_shares_its_specification(haruko: Visitor, project: str) -> None:
    """Registered, read by the worker, published, attached."""
    clicks(haruko, "文書を添付する")
    haruko.press("文書を登録する", role="link")
    haruko.page.get_by_label("ファイル").first.set_input_files(FILE)
    haruko.fill("文書名", SPECIFICATION)
    haruko.choose("種類", "仕様書")
    haruko.tick("作成者", "自治体")
    haruko.tick("利用条件", "出典を書けば")
    clicks(haruko, "登録する", role="button")
    haruko.page.get_by_text("まだ公開していません").first.wait_for()  # the form is sent with its progress
    read_version(version_id=DocumentVersion.objects.get().pk)  # the worker's part
    haruko.page.reload()
    haruko.look()
    assert "会議の録音から会議録の案を作成する。" in haruko.text()
    haruko.press("公開する", role="link")
    haruko.page.get_by_label("伏せたことを確かめました").check()
    clicks(haruko, "公開する", role="button")
    assert fetches(haruko, "仕様書.docx") == FILE["buffer"]
    opens(haruko, project)
    haruko.press("文書を添付する", role="link")
    clicks(haruko, "添付する", role="button", exact=True)
    assert SPECIFICATION in haruko.text()


def the_town_asks_for_quotes(haruko: Visitor, sellers: list[Seller]) -> None:
    """Conditions, lines, the specification, the services, the preview, and out."""
    deadline = timezone.localtime() + timedelta(days=10)
    haruko.press("見積依頼を作る", role="link")
    haruko.fill("件名", REQUEST)
    haruko.fill("依頼の内容と条件", "会議は月に20回です。")
    haruko.fill("回答期限", deadline.strftime("%Y-%m-%dT%H:%M"))
    haruko.press("下書きを作る")
    haruko.press("項目を変える", role="link")
    for label in UNWANTED_LINES:
        haruko.page.get_by_role("group", name=f"：{label}").get_by_label("除く").check()
    haruko.page.get_by_role("group", name="項目10").get_by_label("項目名").fill(OWN_LINE)
    clicks(haruko, "保存する", role="button")
    haruko.press("ファイルを添付する", role="link")
    clicks(haruko, "この文書を添付する", role="button")
    clicks(haruko, "下書きに戻る")
    haruko.press("依頼先を選ぶ", role="link")
    for seller in sellers:
        haruko.tick("見積を依頼するサービス", seller.service)
    clicks(haruko, "保存する", role="button")
    haruko.press("確認して依頼する", role="link")
    assert "長野県塩尻市」からの依頼として" in haruko.text()
    haruko.press("この内容で見積を依頼する")


def a_vendor_answers(vendor: Visitor, prices: list[str], *, file: dict[str, object] | None = None) -> None:
    """Line by line; a line without a price is left out on purpose."""
    for label, price in zip([*KEPT_LINES, OWN_LINE], prices, strict=True):
        line = vendor.page.get_by_role("group", name=label)
        if price:
            line.get_by_label("単価").fill(price)
        else:
            line.get_by_label("含まない").check()
    vendor.fill("見積の有効期限", (timezone.localdate() + timedelta(days=90)).isoformat())
    if file is not None:
        vendor.page.get_by_label("見積書のファイル").first.set_input_files(file)
    clicks(vendor, "提出する", role="button")
    assert "第1版を" in vendor.text()


def the_vendors_answer(people: list[Someone], sellers: list[Seller]) -> None:
    """A with a file, B without a line, C asks."""
    for someone, seller in zip(people, sellers, strict=True):
        someone.comes_by_mail(f"長野県塩尻市から見積の依頼が届きました：{seller.service}")
        rivals = [name for each in sellers if each != seller for name in each.names]
        assert [word for word in (*rivals, "春子", PROJECT) if word in someone.visitor.page.content()] == []
    first, second, third = (each.visitor for each in people)
    first.look()
    assert fetches(first, "仕様書.docx") == FILE["buffer"]
    first.press("見積を書く", role="link")
    a_vendor_answers(first, AMOUNTS, file=SHEET)
    first.unfold("提出した内容")
    first.look()
    clicks(second, "見積を書く")
    a_vendor_answers(second, CHEAPER)
    third.press("質問と回答", role="link")
    third.fill("質問", QUESTION)
    clicks(third, "質問を送る", role="button")


def the_town_answers_the_question(haruko: Someone, people: list[Someone], sellers: list[Seller]) -> None:
    """Question and answer reach everybody without the asker's name."""
    haruko.comes_by_mail("質問が届きました")
    haruko.visitor.look()
    haruko.visitor.press("回答する", role="link")
    haruko.visitor.fill("回答", "月に約40時間です。")
    clicks(haruko.visitor, "回答を公開する", role="button")
    other = people[0]
    other.comes_by_mail("質問に回答がありました")
    other.visitor.look()
    assert QUESTION in other.visitor.text()
    assert "月に約40時間です。" in other.visitor.text()
    assert [name for name in sellers[2].names if name in other.visitor.page.content()] == []


def the_town_decides(haruko: Visitor, people: list[Someone], sellers: list[Seller]) -> None:
    """The comparison, the early close behind its dialog, the result, and what each vendor is told."""
    haruko.press("見積を比べる", role="link")
    for words in ("見積に含まない", "範囲の違い", "60か月の総額（税込）", f"{TOTAL:,}円", "未回答"):
        assert words in haruko.text(), words
    haruko.page.go_back()
    haruko.press("受付を今すぐ終える")
    haruko.press("受付を終える", exact=True)
    haruko.press("結果を記録する", role="link")
    haruko.tick("結果", sellers[0].service)
    haruko.fill("選定の理由", REASONS)
    for seller in sellers:
        haruko.fill(f"{seller.service}を選んだ・選ばなかった理由", OTHERS)
    haruko.press("結果を記録して事業者に知らせる")
    assert REASONS in haruko.text()
    for someone, result in zip(people[:2], ("貴社のサービスが選定されました", "選定されませんでした"), strict=True):
        someone.comes_by_mail("結果のお知らせ")
        assert result in someone.visitor.text()
        assert REASONS not in someone.visitor.page.content()
    people[0].visitor.look()


def the_town_confirms_its_use(haruko: Visitor, visitor: Visitor, seller: Seller) -> None:
    """Nothing in public before the confirmation."""
    visitor.go(SHIOJIRI)
    assert seller.service not in visitor.text()
    haruko.press("導入実績に登録する", role="link")
    haruko.fill("開始月", "2027-04")
    clicks(haruko, "事実と確認して登録する", role="button")
    visitor.go(SHIOJIRI)
    assert "確認済み" in visitor.text()
    visitor.press(seller.service, role="link")
    assert "長野県塩尻市" in visitor.text()


def a_colleague_goes_on(haruko: Someone, fuyuki: Visitor) -> None:
    """From the front page to the project, which the colleague leads from now on."""
    fuyuki.go("/")
    fuyuki.follow_menu("検討案件")
    fuyuki.press(PROJECT, role="link")
    fuyuki.press("担当を引き継ぐ")
    assert "塩尻 春子 → 塩尻 冬樹" in fuyuki.text()
    haruko.comes_by_mail("担当が引き継がれました")
    assert "塩尻 春子 → 塩尻 冬樹" in haruko.visitor.text()


def another_city_asks(hanako: Someone, fuyuki: Someone, seller: Seller) -> None:
    """From the listing to a topic, an answer, and its acceptance."""
    asker, answerer = hanako.visitor, fuyuki.visitor
    opens(asker, f"/services/{seller.number}/")
    asker.press("このサービスについて職員に聞く", role="link")
    asker.press("情報政策・調達", role="link")
    asker.fill("題名", TOPIC)
    asker.fill("本文", "塩尻市さんの実績を見ました。**どのくらい**楽になりましたか。")
    asker.press("投稿する")
    assert seller.service in asker.text()
    opens(answerer, "/boards/")
    answerer.look()
    answerer.press("情報政策・調達", role="link")
    clicks(answerer, TOPIC)
    answerer.fill("本文", ADVICE)
    clicks(answerer, "投稿する", role="button")
    hanako.comes_by_mail("新しい投稿があります")
    asker.press("この回答で解決した")
    assert "この相談は解決しています" in asker.text()
    fuyuki.comes_by_mail("回答")
    assert "解決した回答" in answerer.text()


def the_town_writes_a_review(fuyuki: Visitor, seller: Seller) -> None:
    """On the listing that was adopted."""
    opens(fuyuki, f"/services/{seller.number}/")
    fuyuki.press("レビューを書く", role="link")
    fuyuki.tick("総合", "4 よい")
    fuyuki.choose("利用年数", "1年未満")
    fuyuki.choose("あなたの立場", "業務で使う担当者")
    fuyuki.fill("よい点", "直す時間が半分になりました。")
    fuyuki.press("この内容で公開する")
    assert "直す時間が半分になりました。" in fuyuki.text()


def staff_find_it_and_vendors_do_not(hanako: Visitor, vendor: Visitor) -> None:
    """One search over everything a person may see."""
    hanako.go("/search/?q=会議録")
    assert TOPIC in hanako.text()
    assert SPECIFICATION in hanako.text()
    vendor.go("/search/?q=会議録")
    assert [words for words in (TOPIC, SPECIFICATION) if words in vendor.page.content()] == []


def of_staff(code: str, name: str, email: str) -> Walker:
    member = MembershipFactory(municipality=Municipality.objects.get(code=code), user__name=name, user__email=email)
    return Walker(email, user=member.user)


@pytest.mark.parametrize("device", DEVICES, ids=str)
def test_the_journey_of_all_pillars(device, visit, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    call_command("load_municipalities", verbosity=0)
    call_command("load_boards", verbosity=0)
    sellers = [a_seller(*names) for names in (("甲", "kou"), ("乙", "otsu"), ("丙", "hei"))]
    staff = [
        of_staff("202151", "塩尻 春子", HARUKO),
        of_staff("202151", "塩尻 冬樹", FUYUKI),
        of_staff("112186", "深谷 花子", HANAKO),
    ]
    haruko, fuyuki, hanako = (Someone(each, visit(device, each.browser)) for each in staff)
    people = [Someone(each.person, visit(device, each.person.browser)) for each in sellers]

    project = the_town_compares(haruko.visitor, sellers)
    the_town_shares_its_specification(haruko.visitor, project)
    the_town_asks_for_quotes(haruko.visitor, sellers)
    the_vendors_answer(people, sellers)
    the_town_answers_the_question(haruko, people, sellers)
    the_town_decides(haruko.visitor, people, sellers)
    the_town_confirms_its_use(haruko.visitor, visit(device), sellers[0])
    a_colleague_goes_on(haruko, fuyuki.visitor)
    another_city_asks(hanako, fuyuki, sellers[0])
    the_town_writes_a_review(fuyuki.visitor, sellers[0])
    staff_find_it_and_vendors_do_not(hanako.visitor, people[0].visitor)
