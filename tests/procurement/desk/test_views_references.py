"""Pages of 導入団体に聞く."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from forums.enums import ShownAs
from forums.indexing import TOPICS
from forums.models import Topic
from procurement.enums import ReferenceAudience
from procurement.models import ReferenceChoice, ReferenceRequest
from tests.factories import AdoptionFactory, MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db
NEW = reverse("procurement:reference_create")


def page(client, user, address):
    client.force_login(user)
    return client.get(address)


def sent(adopters, **changes):
    data = {
        "bodies": [adopters.bodies["first"].pk],
        "title": "移行の苦労について",
        "body": "どのくらいかかりましたか。",
        "shown_as": "body",
        "audience": "asked",
        "client_token": str(uuid4()),
    }
    return data | changes


def test_ask_from_a_candidate(client, adopters):
    client.force_login(adopters.staff["own"])
    project = ProjectFactory(municipality=adopters.bodies["own"], title="庁内だけの案件名")
    address = f"{NEW}?service={adopters.service.pk}&project={project.pk}"
    text = client.get(address).content.decode()
    assert "先行市" in text
    assert "無言村" not in text
    preview = client.post(address, sent(adopters, preview="1"))
    assert "まだ投稿していません" in preview.content.decode()
    assert not ReferenceRequest.objects.exists()
    client.post(address, sent(adopters))
    request = ReferenceRequest.objects.get()
    assert (request.project, request.audience) == (project, ReferenceAudience.ASKED)
    own = client.get(request.get_absolute_url()).content.decode()
    assert "庁内だけの案件名" in own
    assert "先行市" in own
    theirs = page(client, adopters.staff["first"], request.get_absolute_url()).content.decode()
    assert "庁内だけの案件名" not in theirs
    assert "質問元市の職員" in theirs


def test_mistakes_stand_beside_their_fields(client, adopters):
    client.force_login(adopters.staff["own"])
    address = f"{NEW}?service={adopters.service.pk}"
    for changes, words in (
        ({"bodies": []}, "質問する団体を選んでください"),
        ({"bodies": [adopters.bodies["silent"].pk]}, "選択"),
        ({"title": ""}, "必須"),
        ({"shown_as": "anonymous", "body": "質問元市です。"}, "質問元市"),
        ({"audience": "everybody"}, "選択"),
    ):
        response = client.post(address, sent(adopters, **changes))
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not Topic.objects.exists()


def test_an_anonymous_asker_is_told_to_nobody_outside(client, adopters, ask_adopters):
    request = ask_adopters(shown_as=ShownAs.ANONYMOUS)
    for address in (
        request.get_absolute_url(),
        reverse("procurement:reference_list"),
        request.topic.get_absolute_url(),
        reverse("accounts:notifications"),
    ):
        text = page(client, adopters.staff["first"], address).content.decode()
        for secret in ("質問元市", adopters.staff["own"].name, adopters.staff["own"].email, "二番町"):
            assert secret not in text, address


def test_search_and_listing_rows_are_for_the_bodies_concerned(client, adopters, ask_adopters):
    request = ask_adopters(to=["first"], title="とくべつな移行の質問")
    TOPICS.reindex([request.topic.pk])
    addresses = [
        reverse("forums:topic_list") + "?q=とくべつな移行",
        reverse("search") + "?q=とくべつな移行",
        reverse("forums:service_topics", args=[adopters.service.pk]),
        reverse("forums:board_detail", args=["ask-adopters"]),
    ]
    for address in addresses:
        assert request.topic.get_absolute_url() in page(client, adopters.staff["first"], address).content.decode()
        for key in ("second", "third"):
            told = page(client, adopters.staff[key], address).content.decode()
            assert request.topic.get_absolute_url() not in told


def test_the_listing_tells_staff_how_many_take_questions_and_others_nothing(client, adopters):
    fragment = reverse("procurement:service_references", args=[adopters.service.pk])
    assert "2団体" in page(client, adopters.staff["own"], fragment).content.decode()
    assert "1団体" in page(client, adopters.staff["first"], fragment).content.decode()
    listing = adopters.service.get_absolute_url()
    assert "導入団体に聞く" in page(client, adopters.staff["own"], listing).content.decode()
    for person in (adopters.seller, adopters.member, adopters.advisor):
        assert page(client, person, fragment).status_code == 403
        assert "導入団体に聞く" not in client.get(listing).content.decode()
    client.logout()
    before = client.get(listing).content
    ReferenceChoice.objects.all().delete()
    assert client.get(listing).content == before


def test_settings(client, adopters):
    address = reverse("procurement:reference_settings")
    client.force_login(adopters.staff["silent"])
    assert "質問を受けない" in client.get(address).content.decode()
    client.post(address, {"accepts": "yes"})
    assert ReferenceChoice.objects.get(municipality=adopters.bodies["silent"]).accepts
    assert client.post(address, {"accepts": "yes"}).status_code == 409
    assert client.post(address, {"accepts": "x"}).status_code == 400
    choose = reverse("procurement:reference_choose", args=[adopters.adoptions["silent"].pk])
    client.post(choose, {"accepts": "no"})
    assert "受けない" in client.get(address).content.decode()
    assert not ReferenceChoice.objects.get(adoption=adopters.adoptions["silent"]).accepts
    foreign = reverse("procurement:reference_choose", args=[adopters.adoptions["first"].pk])
    assert client.post(foreign, {"accepts": "no"}).status_code == 404


def test_declining_from_the_page(client, adopters, ask_adopters):
    request = ask_adopters()
    client.force_login(adopters.staff["first"])
    client.post(reverse("procurement:reference_decline", args=[request.pk]))
    assert "見送り" in client.get(reverse("procurement:reference_list")).content.decode()
    own = page(client, adopters.staff["own"], request.get_absolute_url()).content.decode()
    assert "見送" not in own


def test_a_question_taken_back_says_so_and_no_more(client, adopters, ask_adopters):
    request = ask_adopters(title="消える質問")
    Topic.objects.filter(pk=request.topic.pk).update(status="withdrawn", withdrawn_at=timezone.now())
    text = page(client, adopters.staff["first"], request.get_absolute_url()).content.decode()
    assert "消える質問" not in text
    assert "取り下げられました" in text


@pytest.mark.parametrize("box", ["sent", "received"])
def test_as_many_queries_for_three_as_for_one(client, adopters, ask_adopters, box):
    client.force_login(adopters.staff["own" if box == "sent" else "first"])
    address = reverse("procurement:reference_list") + f"?box={box}"
    ask_adopters()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        ask_adopters()
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three) <= 8


def test_queries_of_the_other_pages(client, adopters, ask_adopters):
    request = ask_adopters()
    ask = f"{NEW}?service={adopters.service.pk}"
    for user, address in (
        (adopters.staff["own"], request.get_absolute_url()),
        (adopters.staff["first"], request.get_absolute_url()),
        (adopters.staff["first"], reverse("procurement:reference_settings")),
        (adopters.staff["own"], ask),
        (adopters.staff["first"], request.topic.get_absolute_url()),
    ):
        client.force_login(user)
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        for _ in range(2):
            body = MunicipalityFactory()
            AdoptionFactory(service=adopters.service, municipality=body, confirmed=True)
            AdoptionFactory(municipality=adopters.bodies["first"], confirmed=True)
            ReferenceChoice.objects.create(
                municipality=body, accepts=True, updated_at=timezone.now(), updated_by_key=uuid4()
            )
        with CaptureQueriesContext(connection) as three:
            client.get(address)
        assert len(one) == len(three) <= 9, address
