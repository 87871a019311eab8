"""The main job in a browser, as people do it: a listing, a search, a brochure, an answer."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from catalog.specsheet import Question, QuestionType, load_sheet
from tests.browser.conftest import DEVICES, Visitor
from tests.factories import PASSWORD, OperatorFactory, complete_answers
from tests.journeys.test_main_job import BROCHURE, PARTNER, SERVICE, STAFF, VENDOR, Person

pytestmark = pytest.mark.django_db(transaction=True)


def signs_up(person: Visitor, door: str, name: str, email: str) -> Person:
    """Name, address, password, consent, and the code from the mail. The mailbox of that person."""
    cache.clear()  # no two codes within ten seconds from one place
    mailbox = Person(email)
    person.go("/")
    person.press("ログイン/", role="link")
    person.press("新規登録", role="link")
    person.page.locator(f"main a[href^='{reverse(door)}']").first.click()
    person.look()
    person.fill("氏名", name)
    person.fill("メールアドレス", email)
    person.fill("パスワード", PASSWORD)
    person.page.get_by_label("利用規約とプライバシーポリシーに同意します").check()
    person.press("確認コードを送る")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mailbox.newest_mail().body)
    person.page.locator("input[name=code]").fill(code.group())
    person.press("確認する")
    return mailbox


def the_vendor_joins(seller: Visitor) -> Person:
    """A company registers and invites a colleague. The mailbox of the first person."""
    mailbox = signs_up(seller, "accounts:signup_vendor", "青葉 一郎", VENDOR)
    seller.fill("事業者名", "青葉システム株式会社（架空）")
    seller.fill("事業者名のよみがな", "あおばしすてむ")
    seller.page.get_by_role("group", name="企業規模").get_by_role("radio").first.check()
    seller.choose("本社所在地", "埼玉県")
    seller.press("登録する")
    seller.go(reverse("accounts:vendor_team"))
    seller.fill("招待する方のメールアドレス", PARTNER)
    seller.press("招待を送る")
    assert PARTNER in seller.text()
    return mailbox


def the_office_publishes(office: Visitor, listing: int) -> None:
    """An operator reads the draft in the admin and publishes it. axe is for our pages, not Django's own."""
    office.page.goto(office.base_url + reverse("admin:catalog_servicedraft_changelist"))
    office.page.locator("#content a[href*='/servicedraft/'][href*='/review/']").first.click()
    assert "会議の録音から議事録の下書きを作ります。" in office.page.inner_text("body")
    office.page.locator("form[action*='/publish/'] [type=submit]").first.click()
    office.page.wait_for_load_state()
    office.go(f"/services/{listing}/")
    assert SERVICE in office.text()


def the_seller_answers(seller: Visitor, question: Question) -> None:
    """A required question of the spec sheet."""
    answer = complete_answers()[question.key]
    for code in answer if isinstance(answer, list) else [answer]:
        label = next(choice.label for choice in question.choices if choice.code == code)
        if question.type == QuestionType.CHOICE:
            seller.choose(question.label, label)
        else:
            seller.tick(question.label, label)


def the_seller_writes_a_listing(seller: Visitor) -> int:
    """Section by section, with a brochure, handed in for review. The listing's number."""
    seller.go(reverse("catalog:desk_overview"))
    seller.press("サービスを掲載する", role="link")
    seller.fill("サービス名", SERVICE)
    seller.press("下書きを作る")
    seller.go(reverse("catalog:desk_service_list"))
    seller.press(SERVICE, role="link")
    desk = seller.path()
    seller.press("紹介", role="link")
    seller.fill("ふりがな", "ぎじろくのたすけ")
    seller.fill("ひとこと", "会議の録音から議事録の下書きを作ります。")
    seller.fill("説明", "架空のサービスです。会議の録音を文字にし、議事録の下書きを作ります。")
    for section in load_sheet().sections:
        seller.press("保存して次へ")
        for question in section.questions:
            if question.key in complete_answers():
                the_seller_answers(seller, question)
    seller.press("保存する")
    seller.go(desk)
    seller.press("資料を登録する", role="link")
    seller.fill("資料名", "議事録のたすけ ご案内")
    file = {"name": "議事録のご案内.pdf", "mimeType": "application/pdf", "buffer": BROCHURE}
    seller.page.get_by_label("PDFファイル").set_input_files(file)
    seller.press("登録する")
    seller.go(desk)
    seller.press("審査を依頼する")
    assert "審査中" in seller.text()
    return int(re.search(r"\d+", desk).group())


def the_staff_signs_up(staff: Visitor) -> Person:
    """The address alone decides which body the person belongs to."""
    mailbox = signs_up(staff, "accounts:signup_staff", "深谷 花子", STAFF)
    assert "埼玉県深谷市の職員として登録しました" in staff.page.inner_text("body")
    return mailbox


def the_staff_finds_and_asks(staff: Visitor) -> None:
    """Search, filter, open, request, download."""
    staff.go("/")
    staff.page.locator("main").get_by_label("サービスを検索").fill("議事録")
    staff.page.locator("main").get_by_role("button", name="検索").click()
    staff.look()
    assert SERVICE in staff.text()
    if not staff.page.get_by_role("button", name="この条件で絞り込む").is_visible():  # folded on a phone
        staff.unfold("絞り込")
    staff.unfold("接続系")
    staff.tick("接続系", "LGWAN接続系")
    staff.look()
    staff.press("この条件で絞り込む")
    assert "LGWAN接続系" in staff.text()
    assert "network=lgwan" in staff.page.url
    staff.press(SERVICE, role="link")
    staff.press("資料を請求する", role="link")
    assert "議事録のたすけ ご案内" in staff.text()
    staff.fill("添える言葉", "導入を検討しています。")
    staff.press("この内容で送信する")
    with staff.page.expect_download() as download:
        staff.page.get_by_role("link", name="議事録のたすけ ご案内").click()
    assert download.value.path().read_bytes() == BROCHURE


def the_seller_answers_the_lead(seller: Visitor) -> None:
    """The lead tells the words and no name."""
    seller.go(reverse("procurement:lead_list"))
    seller.page.locator("main table a").first.click()
    seller.look()
    assert "導入を検討しています。" in seller.text()
    assert [name for name in ("深谷", "花子", "fukaya") if name in seller.page.content()] == []
    seller.fill("本文", "詳しくご説明します。")
    seller.press("回答を送信する")
    assert "詳しくご説明します。" in seller.text()


@pytest.mark.parametrize("device", DEVICES, ids=str)
def test_the_main_job(device, visit, client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.OPERATOR_MFA = False
    call_command("load_municipalities", verbosity=0)
    seller, staff = visit(device), visit(device)
    client.force_login(OperatorFactory())

    mailbox = the_vendor_joins(seller)
    listing = the_seller_writes_a_listing(seller)
    the_office_publishes(visit(device, client), listing)

    hanako = the_staff_signs_up(staff)
    the_staff_finds_and_asks(staff)
    assert SERVICE in mailbox.newest_mail().subject
    the_seller_answers_the_lead(seller)

    note = hanako.newest_mail()
    assert "回答がありました" in note.subject
    staff.go(re.search(r"/inquiries/\d+/", note.body).group())
    assert "詳しくご説明します。" in staff.text()
