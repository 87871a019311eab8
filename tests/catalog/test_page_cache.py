"""Pages kept for visitors: fast, never old for long, nobody else's."""

from __future__ import annotations

import time

import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.persons import deactivate_person
from accounts.models import User
from catalog import page_cache
from catalog.generation import NAME
from catalog.models import Generation, Service
from catalog.page_cache import kept_for_visitors, shelf
from tests.factories import (
    CategoryFactory,
    CollectionFactory,
    MembershipFactory,
    OperatorFactory,
    PublishedServiceFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

# Tables of the catalogue that no page for visitors reads.
NOT_SHOWN = {
    "catalog_bookmark",
    "catalog_catalogvisit",
    "catalog_generation",
    "catalog_listingupload",
    "catalog_reviewevent",
    "catalog_savedsearch",
    "catalog_servicedraft",
    "catalog_serviceviews",
}
SHOWN_OF_OTHERS = {"accounts_vendor", "accounts_municipality", "accounts_user"}


@pytest.fixture(autouse=True)
def _shelf(settings, monkeypatch):
    settings.PAGE_CACHE_MEGABYTES = 5
    monkeypatch.setattr(page_cache, "GENERATION_SECONDS", 0.0)
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def service():
    return PublishedServiceFactory(name="窓口予約たすけ（架空）")


def renamed(service, name):
    Service.objects.filter(pk=service.pk).update(name=name)


def shown(client, service, address=None):
    return service.name in client.get(address or reverse("catalog:service_list")).content.decode()


def test_every_shown_table_raises_the_generation():
    """A new table of the catalogue has to be sorted in here, and into a migration where it is shown."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s AND tgdeferrable", [NAME])
        raising = {row[0] for row in cursor.fetchall()}
    tables = {model._meta.db_table for model in apps.get_app_config("catalog").get_models(include_auto_created=True)}
    assert raising == tables - NOT_SHOWN | SHOWN_OF_OTHERS


@transaction.atomic
def rolled_back(service):
    renamed(service, "戻される")
    connection.check_constraints()
    raise RuntimeError


def test_a_transaction_raises_it_once_and_at_its_end(service):
    before = Generation.objects.present()
    with transaction.atomic():
        renamed(service, "一度目")
        renamed(service, "二度目")
        assert Generation.objects.present() == before
    first = Generation.objects.present()
    assert first > before
    with pytest.raises(RuntimeError):
        rolled_back(service)
    assert Generation.objects.present() == first
    renamed(service, "次")
    assert Generation.objects.present() > first


def test_a_change_inside_a_part_that_was_rolled_back_does_not_hide_a_later_one(service):
    before = Generation.objects.present()
    with transaction.atomic():
        with pytest.raises(RuntimeError):
            rolled_back(service)
        renamed(service, "残る")
    assert Generation.objects.present() > before


def test_signing_in_raises_nothing_and_another_name_does(client):
    person = MembershipFactory().user
    before = Generation.objects.present()
    client.force_login(person)
    User.objects.filter(pk=person.pk).update(is_staff=False)
    assert Generation.objects.present() == before
    User.objects.filter(pk=person.pk).update(name="改名 済")
    assert Generation.objects.present() > before


def test_a_closed_account_has_no_name_on_a_kept_page(client):
    review = ReviewFactory(disclosure="person")
    address = reverse("catalog:service_detail", args=[review.service_id])
    assert review.author.name in client.get(address).content.decode()
    deactivate_person(person=review.author, actor=OperatorFactory(), reason="退職", now=timezone.now())
    assert review.author.name not in client.get(address).content.decode()


def test_raw_bytes_and_other_signs_are_other_words(client, service):
    """Some programs send UTF-8 unencoded; read as signs of their own and encoded, the bytes mean something else."""
    raw = "窓口".encode().decode("latin-1")
    listing = reverse("catalog:service_list")
    other = client.get(listing, {"q": raw})
    assert client.get(listing, QUERY_STRING=f"q={raw}").content != other.content


def test_the_second_visitor_asks_the_database_for_the_generation_alone(client, service):
    address = reverse("catalog:service_detail", args=[service.pk])
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        second = client.get(address)
    assert len(asked) == 1
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]


def test_a_visitor_sees_a_change_within_two_seconds(client, service, monkeypatch):
    monkeypatch.setattr(page_cache, "GENERATION_SECONDS", 1.0)
    assert shown(client, service)
    with CaptureQueriesContext(connection) as asked:
        assert shown(client, service)
    assert len(asked) == 0
    renamed(service, "改称後")
    time.sleep(1.05)
    assert not shown(client, service)


def test_who_signed_in_never_sees_an_old_page(client, service, monkeypatch):
    monkeypatch.setattr(page_cache, "GENERATION_SECONDS", 600.0)
    assert shown(client, service)
    client.force_login(MembershipFactory().user)
    response = client.get(reverse("catalog:service_list"))
    assert "ETag" not in response
    renamed(service, "改称後")
    assert "改称後" in client.get(reverse("catalog:service_list")).content.decode()
    client.logout()
    client.cookies.clear()
    assert shown(client, service)


def test_an_etag_answers_without_any_work(client, service):
    address = reverse("catalog:service_detail", args=[service.pk])
    etag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response.content, len(asked)) == (304, b"", 1)
    assert client.get(f"{address}?x=1", headers={"if-none-match": etag}).status_code == 200
    renamed(service, "改称後")
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def visit(view, **cookies):
    request = RequestFactory().get("/somewhere/")
    request.COOKIES.update(cookies)
    request.session = type("Session", (), {"modified": False})()
    return kept_for_visitors(login_not_required(view))(request)


def test_what_changed_while_the_page_was_made_is_not_kept(service):
    def view(request):
        name = Service.objects.get(pk=service.pk).name
        renamed(service, f"{name}改")
        return HttpResponse(name)

    assert visit(view).content != visit(view).content


def test_a_page_with_a_token_is_its_readers_own():
    assert visit(lambda request: HttpResponse(get_token(request))).get("ETag") is None
    assert visit(lambda request: HttpResponse("同じ")).get("ETag") is not None


def test_no_kept_page_shows_the_token_of_a_visitor_who_has_one(client):
    """Django says only of a new token that one was made; whoever opened a form before carries theirs already."""
    client.cookies["csrftoken"] = "a" * 32
    review = ReviewFactory(disclosure="person")
    service = review.service
    shown_of_it = (service, service.current, review.municipality, CollectionFactory(), CategoryFactory())
    names = ("service_list", "vendor_list", "municipality_list", "collection_list")
    of_service = [reverse(f"catalog:{name}", args=[service.pk]) for name in ("service_history", "review_list")]
    addresses = [reverse(f"catalog:{name}") for name in names] + of_service
    addresses += [reverse("catalog:vendor_detail", args=[service.vendor_id])]
    addresses += [thing.get_absolute_url() for thing in shown_of_it]
    for address in addresses:
        response = client.get(address, {"compare": service.pk})
        assert "ETag" in response, address
        assert "csrfmiddlewaretoken" not in response.content.decode(), address


def test_other_answers_than_200_and_pages_of_a_session_are_made_anew():
    counted = iter(range(10))

    def view(status):
        return lambda request: HttpResponse(str(next(counted)), status=status)

    assert [visit(view(404)).content for _ in range(2)] == [b"0", b"1"]
    assert [visit(view(200), dss_session="x").content for _ in range(2)] == [b"2", b"3"]
    assert [visit(view(200), csrftoken="x").content for _ in range(2)] == [b"4", b"4"]


def test_the_memory_is_bounded(settings):
    settings.PAGE_CACHE_MEGABYTES = 1
    request = RequestFactory().get
    made = []

    def view(request):
        made.append(request.get_full_path())
        return HttpResponse("x" * 400_000)

    for address in ("/1/", "/2/", "/1/", "/3/", "/1/", "/2/"):
        asked = request(address)
        asked.session = type("Session", (), {"modified": False})()
        kept_for_visitors(view)(asked)
    assert made == ["/1/", "/2/", "/3/", "/2/"]


def test_endless_addresses_are_not_kept(client, service):
    address = f"{reverse('catalog:service_list')}?x={'1' * 2000}"
    assert "ETag" not in client.get(address)
