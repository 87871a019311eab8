"""導入実績 through the pages."""

from __future__ import annotations

import datetime as dt

import pgtrigger
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalog.enums import AdoptionOrigin, AdoptionStage, AdoptionStatus
from catalog.models import Adoption
from tests.catalog.conftest import signed_in
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalityFactory,
    PublishedServiceFactory,
    UserFactory,
)

SOURCE = "https://results.example/"


def new(service):
    return reverse("catalog:adoption_create", args=[service.pk])


def test_staff_record_their_own_body_and_confirm_it(db):
    service = PublishedServiceFactory()
    member = MembershipFactory()
    client = signed_in(member.user)
    assert "導入実績を登録する" in client.get(service.get_absolute_url()).content.decode()
    data = {
        "stage": "in_use",
        "department": "総務課",
        "started_on": "２０２４年４月",
        "amount": "1200000",
        "amount_tax": "included",
    }
    assert client.post(new(service), data).url == service.get_absolute_url()
    adoption = Adoption.objects.get()
    assert (adoption.municipality, adoption.origin) == (member.municipality, AdoptionOrigin.STAFF)
    assert (adoption.started_on, adoption.amount) == (dt.date(2024, 4, 1), 1_200_000)
    assert client.post(new(service), data).status_code == 409
    page = client.get(service.get_absolute_url()).content.decode()
    assert "事実と確認する" in page
    client.post(reverse("catalog:adoption_confirm", args=[adoption.pk]), {"revision": 1})
    service.refresh_from_db()
    assert service.confirmed_adoptions == 1


def test_the_vendor_names_the_customer_by_name_or_code(vendor, vendor_user):
    service = PublishedServiceFactory(vendor=vendor)
    fuchu = MunicipalityFactory(name="府中市", prefecture="東京都", prefecture_code="13")
    MunicipalityFactory(name="府中市", prefecture="広島県", prefecture_code="34")
    client = signed_in(vendor_user)
    response = client.post(new(service), {"stage": "in_use", "municipality": "府中市", "source_url": SOURCE})
    assert response.status_code == 422
    assert "見つかりません" in response.content.decode()
    assert (
        client.post(new(service), {"stage": "in_use", "municipality": "東京都府中市", "source_url": SOURCE}).status_code
        == 302
    )
    adoption = Adoption.objects.get()
    assert (adoption.municipality, adoption.origin) == (fuchu, AdoptionOrigin.VENDOR)
    data = {"stage": "trial", "municipality": fuchu.code, "department": "税務課", "source_url": SOURCE}
    assert client.post(new(service), data).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": ""},
        {"stage": "dreaming"},
        {"started_on": "2024-13"},
        {"started_on": "someday"},
        {"ended_on": "2024-04"},
        {"stage": "ended", "started_on": "2024-04", "ended_on": "2024-03"},
        {"amount": "100"},
        {"amount": "-1", "amount_tax": "included"},
        {"amount": "9" * 30, "amount_tax": "included"},
        {"amount_tax": "included"},
        {"source_url": "javascript:alert(1)"},
        {"department": "a\x00"},
    ],
)
def test_what_contradicts_itself_is_said_beside_the_field(db, wrong):
    service = PublishedServiceFactory()
    response = signed_in(MembershipFactory().user).post(new(service), {"stage": "in_use"} | wrong)
    assert response.status_code == 422
    assert not Adoption.objects.exists()


def test_a_vendor_is_not_offered_to_say_that_a_body_considers(vendor, vendor_user):
    service, client = PublishedServiceFactory(vendor=vendor), signed_in(vendor_user)
    assert 'value="considering"' not in client.get(new(service)).content.decode()
    data = {"stage": "considering", "municipality": MunicipalityFactory().code}
    assert client.post(new(service), data).status_code == 422
    assert 'value="considering"' in signed_in(MembershipFactory().user).get(new(service)).content.decode()


def test_a_dispute_hides_it_at_once(client, db):
    member = MembershipFactory()
    adoption = AdoptionFactory(municipality=member.municipality, confirmed=True)
    url = reverse("catalog:adoption_dispute", args=[adoption.pk])
    own = signed_in(member.user)
    assert own.get(url).status_code == 200
    assert own.post(url, {"reason": ""}).status_code == 422
    own.post(url, {"reason": "導入していません。"})
    adoption.refresh_from_db()
    assert adoption.status == AdoptionStatus.DISPUTED
    assert member.municipality.name not in client.get(adoption.service.get_absolute_url()).content.decode()


def test_others_decide_nothing(client, vendor_user):
    adoption = AdoptionFactory()
    hidden = AdoptionFactory(stage=AdoptionStage.CONSIDERING)
    confirm = reverse("catalog:adoption_confirm", args=[adoption.pk])
    for person in (MembershipFactory().user, vendor_user, UserFactory()):
        assert signed_in(person).post(confirm).status_code == 403
        assert signed_in(person).get(reverse("catalog:adoption_dispute", args=[adoption.pk])).status_code == 403
    assert signed_in(vendor_user).post(reverse("catalog:adoption_confirm", args=[hidden.pk])).status_code == 404
    assert signed_in(UserFactory()).get(new(adoption.service)).status_code == 403
    assert client.get(new(adoption.service)).status_code == 302
    adoption.refresh_from_db()
    assert adoption.status == AdoptionStatus.CLAIMED


def test_staff_see_bodies_like_their_own_first_and_may_see_them_alone(client, db):
    member = MembershipFactory(municipality__population_band="10k_30k", municipality__prefecture_code="11")
    service = PublishedServiceFactory()
    facts = {"service": service, "confirmed": True}
    AdoptionFactory(**facts, municipality__name="遠い市", municipality__prefecture_code="01")
    AdoptionFactory(**facts, municipality__name="隣の町", municipality__kind="town")
    AdoptionFactory(**facts, municipality__name="隣の市")
    AdoptionFactory(
        **facts,
        municipality__name="同じ規模の市",
        municipality__prefecture_code="01",
        municipality__population_band="10k_30k",
    )
    own = signed_in(member.user)

    def shown(reader, query=None):
        return [row.face.name for row in reader.get(service.get_absolute_url(), query).context["adoptions"]]

    assert set(shown(own)[:2]) == {"隣の市", "同じ規模の市"}
    assert set(shown(own, {"adoptions": "near"})) == {"隣の市", "同じ規模の市"}
    assert len(shown(own, {"adoptions": "moon"})) == 4
    assert len(shown(client, {"adoptions": "near"})) == 4


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://results.example/x", "結果"])
def test_a_vendor_names_a_page_of_the_web(client, vendor, vendor_user, url):
    service, body = PublishedServiceFactory(vendor=vendor), MunicipalityFactory()
    client.force_login(vendor_user)
    asked = {"municipality": body.code, "stage": "in_use", "source_url": url}
    assert client.post(reverse("catalog:adoption_create", args=[service.pk]), asked).status_code == 422
    assert not Adoption.objects.exists()


def test_the_source_is_shown_to_everybody_as_a_link_that_vouches_for_nothing(client, vendor, vendor_user):
    service, body = PublishedServiceFactory(vendor=vendor), MunicipalityFactory()
    client.force_login(vendor_user)
    asked = {"municipality": body.code, "stage": "in_use", "source_url": "https://results.example/a?b=1&c=2"}
    assert client.post(reverse("catalog:adoption_create", args=[service.pk]), asked).status_code == 302
    client.logout()
    text = client.get(service.get_absolute_url()).content.decode()
    assert '<a href="https://results.example/a?b=1&amp;c=2" rel="nofollow noopener">出典</a>' in text
    assert "事業者申告" in text


def test_staff_need_no_source(client, db):
    member, service = MembershipFactory(), PublishedServiceFactory()
    client.force_login(member.user)
    assert client.post(reverse("catalog:adoption_create", args=[service.pk]), {"stage": "in_use"}).status_code == 302


def test_the_database_refuses_a_new_claim_without_source_but_lets_old_ones_be_answered(db):
    with pytest.raises(IntegrityError, match="names its source"), transaction.atomic():
        AdoptionFactory(origin=AdoptionOrigin.VENDOR, source_url="")
    with pytest.raises(IntegrityError, match="on_the_web"), transaction.atomic():
        AdoptionFactory(source_url="javascript:alert(1)")
    claim = AdoptionFactory()
    with pytest.raises(IntegrityError, match="names its source"), transaction.atomic():
        Adoption.objects.filter(pk=claim.pk).update(source_url="")
    with pgtrigger.ignore("catalog.Adoption:vendor_source_stays"):
        Adoption.objects.filter(pk=claim.pk).update(source_url="")
    claim.refresh_from_db()
    claim.save()  # an old claim is confirmed, disputed and ended as before
