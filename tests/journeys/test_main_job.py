"""The main job through HTTP alone: codes and links are read from the mails, as people do."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.enums import MailStatus
from accounts.models import Municipality, OutboxMail
from catalog.specsheet import load_sheet
from tests.factories import PASSWORD, OperatorFactory, complete_answers
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db(transaction=True)

STAFF = "hanako@city.fukaya.saitama.jp"
VENDOR = "ichiro@aoba-systems.example"
PARTNER = "jiro@aoba-systems.example"
SERVICE = "議事録のたすけ（架空）"
BROCHURE = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Person:
    """A browser, and the mailbox of the person in front of it."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.browser = Client()

    def opens(self, address: str, **query: str) -> str:
        """The page at the end of all redirects."""
        response = self.browser.get(address, query, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        return response.content.decode()

    def sends(self, address: str, **fields: object) -> str:
        """Fill in the form of this page; the page it leads to."""
        response = self.browser.post(address, fields, follow=True)
        assert response.status_code == 200, (address, response.status_code, response.content.decode())
        return response.content.decode()

    def newest_mail(self) -> mail.EmailMessage:
        """Let the post go out; the last mail to this address."""
        tell_waiting()
        for waiting in OutboxMail.objects.filter(status=MailStatus.PENDING).order_by("pk"):
            outbox.deliver(mail_id=waiting.pk, now=timezone.now())
        return [each for each in mail.outbox if each.to == [self.email]][-1]

    def signs_up(self, door: str, name: str, *, address: str = "") -> str:
        """Through a door of the sign-up, with the code from the mail; the page after it."""
        cache.clear()  # no two codes within ten seconds from one place
        form = {"name": name, "email": self.email, "password1": PASSWORD, "agrees": "on", "next": address}
        self.sends(reverse(f"accounts:signup_{door}"), **form)
        code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", self.newest_mail().body)
        return self.sends(reverse("account_email_verification_sent"), code=code.group())


def link_in(text: str, pattern: str) -> str:
    """The address that fits `pattern`, as a person finds the link on a page or in a mail."""
    found = re.search(pattern, text)
    assert found, (pattern, text)
    return found.group().replace("&amp;", "&")


def the_vendor_joins() -> tuple[Person, Person]:
    """A company registers and brings in a colleague."""
    seller, partner = Person(VENDOR), Person(PARTNER)
    seller.signs_up("vendor", "青葉 一郎")
    company = {"name": "青葉システム株式会社（架空）", "kana": "あおばしすてむ", "size": "small", "headquarters": "11"}
    assert "青葉システム" in seller.sends(reverse("accounts:vendor_register"), **company)
    seller.sends(reverse("accounts:vendor_team"), email=PARTNER, role="member")
    invitation = link_in(partner.newest_mail().body, r"/invitations/[\w-]+/")
    assert "青葉システム" in partner.opens(invitation)
    partner.signs_up("vendor", "青葉 二郎", address=invitation)
    partner.sends(invitation)
    assert "青葉 二郎" in seller.opens(reverse("accounts:vendor_team"))
    return seller, partner


def the_vendor_writes_a_listing(seller: Person) -> int:
    """Section by section, with a brochure, handed in for review. The listing's number."""
    seller.sends(reverse("catalog:desk_service_new"), name=SERVICE)
    listing = int(link_in(seller.opens(reverse("catalog:desk_service_list")), r"(?<=/desk/services/)\d+(?=/)"))
    words = {
        "name": SERVICE,
        "name_kana": "ぎじろくのたすけ",
        "tagline": "会議の録音から議事録の下書きを作ります。",
        "description": "架空のサービスです。会議の録音を文字にし、議事録の下書きを作ります。",
    }
    seller.sends(reverse("catalog:desk_service_section", args=[listing, "intro"]), revision=1, **words)
    for revision, section in enumerate(load_sheet().sections, start=2):
        keys = {question.key for question in section.questions}
        answers = {key: value for key, value in complete_answers().items() if key in keys}
        seller.sends(reverse("catalog:desk_service_section", args=[listing, section.key]), revision=revision, **answers)
    file = SimpleUploadedFile("議事録のご案内.pdf", BROCHURE, content_type="application/pdf")
    seller.sends(reverse("catalog:desk_brochure_new", args=[listing]), title="議事録のたすけ ご案内", file=file)
    assert "審査中" in seller.sends(reverse("catalog:desk_draft_submit", args=[listing]))
    return listing


def the_office_publishes(listing: int) -> None:
    """An operator looks at the draft and publishes it."""
    office = Person("operator@dss.example")
    office.browser.force_login(OperatorFactory(email=office.email))
    queue = office.opens(reverse("admin:catalog_servicedraft_changelist"))
    review = link_in(queue, r"/admin/catalog/servicedraft/\d+/review/")
    page = office.opens(review)
    assert "会議の録音から議事録の下書きを作ります。" in page
    revision = link_in(page, r'(?<=name="revision" value=")\d+')
    office.sends(link_in(page, r"/admin/catalog/servicedraft/\d+/publish/"), revision=revision)
    assert SERVICE in Person("visitor@mail.example").opens(f"/services/{listing}/")


def the_staff_finds_and_asks(staff: Person) -> str:
    """Search, filter, open, request, download. The address of the thread."""
    found = staff.opens("/services/", q="議事録", network="lgwan")
    assert SERVICE in found
    assert SERVICE not in staff.opens("/services/", q="議事録", network="mynumber")
    assert SERVICE not in staff.opens("/services/", q="学校給食")
    listing = staff.opens(link_in(found, r"/services/\d+/"))
    ask = link_in(listing, r"/inquiries/new/\?[^\"]*kind=brochure[^\"]*")
    confirm = staff.opens(ask)
    assert "議事録のたすけ ご案内" in confirm
    token = link_in(confirm, r'(?<=name="client_token" value=")[0-9a-f-]{36}')
    thread = staff.sends(ask, disclosure="band", body="導入を検討しています。", client_token=token)
    assert "やり取り" in thread
    file = staff.browser.get(link_in(thread, r"/inquiries/\d+/brochures/1/"))
    assert b"".join(file.streaming_content) == BROCHURE
    return link_in(thread, r"/inquiries/\d+/")


def the_vendor_answers(seller: Person, partner: Person) -> None:
    """The mail leads to the lead; the lead tells no name; the answer goes back."""
    note = partner.newest_mail()
    assert SERVICE in note.subject
    assert "導入を検討" not in note.body
    lead = link_in(note.body, r"/desk/leads/\d+/")
    page = seller.opens(lead)
    assert "導入を検討しています。" in page
    assert [name for name in ("深谷", "花子", "fukaya") if name in page + note.subject + note.body] == []
    token = link_in(page, r'(?<=name="client_token" value=")[0-9a-f-]{36}')
    assert "詳しくご説明します。" in seller.sends(f"{lead}answer/", body="詳しくご説明します。", client_token=token)


def test_the_main_job(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.OPERATOR_MFA = False
    call_command("load_municipalities", verbosity=0)
    assert Municipality.objects.count() >= 1788

    seller, partner = the_vendor_joins()
    listing = the_vendor_writes_a_listing(seller)
    the_office_publishes(listing)

    staff = Person(STAFF)
    assert "埼玉県深谷市の職員として登録しました" in staff.signs_up("staff", "深谷 花子")
    thread = the_staff_finds_and_asks(staff)
    the_vendor_answers(seller, partner)

    note = staff.newest_mail()
    assert "回答がありました" in note.subject
    assert "詳しくご説明します。" in staff.opens(link_in(note.body, r"/inquiries/\d+/"))

    neighbour = Person("taro@city.kumagaya.lg.jp")
    assert "熊谷市の職員" in neighbour.signs_up("staff", "熊谷 太郎")
    visitor = Client()
    assert neighbour.browser.get(thread).status_code == 404
    assert neighbour.browser.get(f"{thread}brochures/1/").status_code == 404
    assert visitor.get(thread).status_code == 302
