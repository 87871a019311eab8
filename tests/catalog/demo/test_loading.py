"""The demonstration in the database: complete, marked, and the same however often it is loaded."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.forms import model_to_dict
from django.utils import timezone

from accounts.body_class import body_class
from accounts.demo import PASSWORD, PEOPLE
from accounts.models import Municipality, MunicipalMembership, OutboxMail, User, Vendor
from accounts.personas import persona_of
from catalog.actions import ListingContent, publish_listing
from catalog.actions.reviews import recount_reviews
from catalog.demo.files import demo_listings
from catalog.demo.loading import published_at
from catalog.demo.pdf import one_page_pdf
from catalog.forms.brochures import BrochureForm
from catalog.models import (
    Adoption,
    Bookmark,
    Brochure,
    Category,
    Collection,
    Review,
    ReviewHelpful,
    ReviewReply,
    ReviewSummary,
    SavedSearch,
    Service,
    ServiceVersion,
)
from dss.management.commands.demo import LOGINS
from procurement.demo_desk import COLLEAGUE

MODELS = (
    Service,
    ServiceVersion,
    Adoption,
    Review,
    ReviewReply,
    ReviewHelpful,
    Brochure,
    Collection,
    Category,
    SavedSearch,
    Bookmark,
    Vendor,
    User,
    EmailAddress,
    OutboxMail,
)


@pytest.fixture
def development(settings, tmp_path):
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path


def _load(*arguments):
    out = io.StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def _counts():
    return {model.__name__: model.objects.count() for model in MODELS}


@pytest.mark.django_db
def test_refused_outside_development(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=on"):
        _load()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_loads_everything_once_and_grows_on_request(development):
    assert f"公開中のサービスは{len(demo_listings())}件" in _load()
    first = _counts()
    assert first["Service"] == len(demo_listings())
    assert first["Collection"] == 3
    _load()
    assert _counts() == first
    _check_people()
    _check_records()
    _check_reviews()
    assert f"公開中のサービスは{first['Service'] + 30}件" in _load("--services", str(first["Service"] + 30))
    _load("--services", str(first["Service"] + 30))
    assert Service.objects.published().count() == first["Service"] + 30
    _check_generated()


def _check_people():
    now = timezone.now()
    named = {person.email for person in PEOPLE}
    named |= {COLLEAGUE}  # of vendor A's team
    others = set(User.objects.values_list("email", flat=True)) - named
    assert User.objects.filter(email__in=named).count() == len(named)
    made_up = {email for email in others if email.startswith("sales@") and email.endswith(".example")}
    assert all(email.startswith("staff-demo@") for email in others - made_up)
    assert all(user.check_password(PASSWORD) for user in User.objects.all()[:2])
    live = MunicipalMembership.objects.live(now)
    assert set(live.filter(user__email__in=others).values_list("email", flat=True)) == others - made_up
    bodies = live.filter(user__email__in=named).values_list("email", "municipality__name")
    assert dict(bodies) == {
        "staff-fukaya@city.fukaya.saitama.jp": "深谷市",
        "staff-shiojiri@city.shiojiri.lg.jp": "塩尻市",
        "fuyuki-shiojiri@city.shiojiri.lg.jp": "塩尻市",
        "staff-kaga@city.kaga.lg.jp": "加賀市",
        "staff-hioki@city.hioki.lg.jp": "日置市",
        "staff-kamishihoro@town.kamishihoro.lg.jp": "上士幌町",
    }
    vendor = persona_of(User.objects.get(email="vendor-a@aoba-systems.example")).vendor
    assert vendor is not None
    assert vendor.name == "架空 株式会社青葉システムズ"
    assert persona_of(User.objects.get(email="advisor@trust.example")).is_advisor
    assert User.objects.filter(is_staff=True).count() == 2


def _check_records():
    assert Municipality.objects.count() == 1788
    assert not Adoption.objects.exclude(department__contains="デモデータ").exists()
    assert not Adoption.objects.filter(service__facets__contains=["delivery:oss"]).exists()
    assert set(Adoption.objects.values_list("stage", flat=True)) == {"considering", "trial", "in_use", "ended"}
    popular = Service.objects.get(name="たまゆら議事録")
    assert popular.confirmed_adoptions == popular.adoptions.confirmed().values("municipality").distinct().count() > 0
    brochure = Brochure.objects.get(service=popular)
    with brochure.file.open() as stream:
        content = stream.read()
    assert len(content) == brochure.size
    assert content.startswith(b"%PDF-1.4")


def _check_reviews():
    texts = Review.objects.values_list("good_points", "wishes")
    assert len(texts) >= 18
    assert all(not text or text.endswith("（デモデータ）") for pair in texts for text in pair)
    assert not ReviewReply.objects.exclude(body__endswith="（デモデータ）").exists()
    assert ReviewSummary.objects.filter(overall__isnull=False).count() >= 2
    for code in ("112186", "202151"):  # the demo staff find something to confirm
        assert Adoption.objects.awaiting_confirmation().filter(municipality=code).exists()


def _check_generated():
    generated = Service.objects.order_by("-pk")[:30]
    assert len({service.name for service in generated}) == 30
    for service in generated.select_related("current"):
        assert service.name == service.current.name
        assert "架空" in service.current.description
        assert service.confirmed_adoptions == service.adoptions.confirmed().values("municipality").distinct().count()
    full = Service.objects.annotate(written=Count("reviews")).order_by("-written")[0]
    assert full in generated
    assert full.written == 20
    assert Adoption.objects.visible_to(AnonymousUser()).filter(service=full).count() == 50
    others = Review.objects.filter(service__in=generated).exclude(service=full)
    assert 15 <= len(others) <= 6 * 29
    texts = [text for pair in Review.objects.values_list("good_points", "wishes") for text in pair if text]
    assert len(set(texts)) == len(texts)
    assert {review.body_class for review in others} == {body_class(review.municipality) for review in others}
    for service in generated:
        stored = model_to_dict(ReviewSummary.objects.get(service=service))
        recount_reviews(service, now=timezone.now())
        assert model_to_dict(ReviewSummary.objects.get(service=service)) == stored
    assert not User.objects.get(
        email__endswith="@review-load.example", pk=full.reviews.first().author_id
    ).has_usable_password()


def test_an_open_source_listing_shows_its_last_release(client, db, vendor):
    listing = next(listing for listing in demo_listings() if listing.key == "zammad")
    content = ListingContent(listing.name, listing.tagline, listing.description, listing.answers, listing.kana)
    now = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    day = published_at(listing, now)
    service, _ = publish_listing(vendor=vendor, service=None, content=content, actor=None, now=day)
    page = client.get(service.get_absolute_url()).content.decode()
    card = page.split(">オープンソース</h2>")[1].split("この掲載について")[0]
    released_on = dt.date.fromisoformat(listing.answers["software_released_on"])
    words = f"{released_on.year}年{released_on.month}月{released_on.day}日"
    for text in (listing.answers["software_version"], words, "までに確認できたものです", "リポジトリで確かめて"):
        assert text in card


def test_no_listing_is_older_than_the_release_it_names():
    now = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    released = [
        (listing, dt.date.fromisoformat(listing.answers["software_released_on"]))
        for listing in demo_listings()
        if "software_released_on" in listing.answers
    ]
    assert all(day <= published_at(listing, now).date() <= now.date() for listing, day in released)
    ages = {(now - published_at(listing, now)).days for listing in demo_listings()}
    assert max(ages) > 365


def test_every_announced_login_exists():
    assert {email for email, _ in LOGINS} == {person.email for person in PEOPLE}


def test_the_pdf_is_well_formed():
    content = one_page_pdf("架空の資料", ["あ" * 100, "1行目\n2行目"] * 60)
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", content)[1])
    assert content[start:].startswith(b"xref\n0 9\n0000000000 65535 f \n")
    offsets = re.findall(rb"(\d{10}) 00000 n \n", content[start:])
    for number, offset in enumerate(offsets, start=1):
        assert content[int(offset) :].startswith(b"%d 0 obj\n" % number)
    length, stream = re.search(rb"/Length (\d+) >>\nstream\n(.*)\nendstream", content, re.DOTALL).groups()
    assert int(length) == len(stream)
    assert "架空の資料".encode("utf-16-be").hex().encode() in stream


def test_the_vendors_form_accepts_it():
    file = SimpleUploadedFile("a.pdf", one_page_pdf("架空", ["本文"]))
    form = BrochureForm({"title": "資料"}, {"file": file})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("number", ["-1", "x", "１", "9999999"])
def test_a_wrong_number_is_refused(number):
    with pytest.raises(CommandError):
        call_command("load_demo", "--services", number)
