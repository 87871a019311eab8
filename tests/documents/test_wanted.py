"""「〇〇の仕様書を探しています」: asked, answered, found, closed, and what the clock does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership, Notification, OutboxMail, User
from accounts.personas import persona_of
from documents import actions, jobs
from documents.enums import DocumentKind, WantedShownAs, WantedStatus
from documents.models import WantedAnswer, WantedDocument
from documents.policies import can_edit_wanted
from documents.waiting import piles_of
from dss.access import DomainError, PolicyRefused
from tests.factories import CategoryFactory, MunicipalityFactory, WantedDocumentFactory

pytestmark = pytest.mark.django_db


def ask(actor, **changes):
    facts = {
        "title": "施設予約システムの仕様書",
        "text": "人口3万人ほどの自治体のものを探しています。",
        "shown_as": WantedShownAs.BODY,
    }
    token = changes.pop("client_token", uuid4())
    now = changes.pop("now", timezone.now())
    return actions.ask_wanted(facts=actions.WantedFacts(**(facts | changes)), client_token=token, actor=actor, now=now)


def answer(wanted, document, actor, note=""):
    return actions.answer_wanted(wanted=wanted, document=document, note=note, actor=actor, now=timezone.now())


def test_one_form_sent_twice_makes_one(scene):
    token = uuid4()
    assert ask(scene.owner, client_token=token).pk == ask(scene.owner, client_token=token).pk


def test_the_body_may_be_kept_back(client, scene):
    wanted = ask(scene.owner, shown_as=WantedShownAs.BODY_CLASS)
    client.force_login(scene.other)
    for address in (wanted.get_absolute_url(), reverse("documents:wanted_list")):
        page = client.get(address).content.decode()
        assert wanted.title in page
        assert scene.body.name not in page
        assert scene.owner.name not in page


def test_an_answer_tells_the_asker_once(client, scene, share):
    wanted = ask(scene.other)
    document = share()
    client.force_login(scene.owner)
    address = reverse("documents:wanted_answer", args=[wanted.pk])
    for _ in range(2):
        assert client.post(address, {"own": document.pk, "note": "どうぞ"}).status_code == 302
    assert WantedAnswer.objects.count() == 1
    assert Notification.objects.filter(user=scene.other, event="wanted_answered").count() == 1
    assert wanted.title not in OutboxMail.objects.get(event="wanted_answered").body
    client.force_login(scene.other)
    page = client.get(wanted.get_absolute_url()).content.decode()
    assert document.title in page
    assert "どうぞ" in page


def test_any_document_of_the_shelf_can_be_named_by_its_address(client, scene, share, register):
    wanted, document = ask(scene.owner), share()
    client.force_login(scene.other)
    address = reverse("documents:wanted_answer", args=[wanted.pk])
    assert client.post(address, {"address": f"https://x.example/documents/{document.pk}/"}).status_code == 302
    hidden = register()
    for line in (f"/documents/{hidden.pk}/", "999999999999999999", "なにか", ""):
        refused = client.post(address, {"address": line})
        assert refused.status_code == 422, line
        assert hidden.title not in refused.content.decode().split("<main")[1] or document.title == hidden.title


def test_a_document_not_on_the_shelf_is_no_answer(scene, register):
    wanted = ask(scene.other)
    with pytest.raises(DomainError, match="公開中"):
        answer(wanted, register(), scene.owner)


def test_an_answer_whose_document_was_withdrawn_is_gone(client, scene, share):
    wanted, document = ask(scene.other), share()
    answer(wanted, document, scene.owner)
    actions.withdraw_document(document=document, actor=scene.owner, now=timezone.now())
    client.force_login(scene.other)
    assert document.title not in client.get(wanted.get_absolute_url()).content.decode()
    assert WantedDocument.objects.unanswered().get() == wanted


def test_only_the_asker_ends_it(scene):
    wanted = ask(scene.owner)
    for person in (scene.colleague, scene.other, scene.operator):
        with pytest.raises(PolicyRefused):
            actions.end_wanted(wanted=wanted, is_found=True, actor=person, now=timezone.now())
    ended = actions.end_wanted(wanted=wanted, is_found=True, actor=scene.owner, now=timezone.now())
    assert ended.status == WantedStatus.FOUND
    with pytest.raises(DomainError, match="見つかりました"):
        actions.end_wanted(wanted=wanted, is_found=False, actor=scene.owner, now=timezone.now())
    again = actions.renew_wanted(wanted=wanted, actor=scene.owner, now=timezone.now())
    assert (again.status, again.ended_at) == (WantedStatus.OPEN, None)


def test_the_asker_does_not_answer(scene, share):
    with pytest.raises(PolicyRefused, match="ご自身"):
        answer(ask(scene.owner), share(), scene.owner)


def test_it_is_asked_again_after_ninety_days_and_ends_after_a_hundred_and_eighty(scene):
    now = timezone.now()
    wanted = ask(scene.owner, now=now)
    for days, reminded, status in (
        (89, 0, "open"),
        (90, 1, "open"),
        (91, 1, "open"),
        (179, 1, "open"),
        (180, 1, "expired"),
    ):
        jobs.age_wanted_documents.func(now=now + timedelta(days=days))
        wanted.refresh_from_db()
        told = Notification.objects.filter(event="wanted_asked_again").count()
        assert (told, wanted.status) == (reminded, status), days
    assert Notification.objects.filter(event="wanted_expired").count() == 1


def test_nobody_is_cut_off_unasked_and_a_word_starts_the_time_anew(scene):
    now = timezone.now()
    wanted = ask(scene.owner, now=now)
    jobs.age_wanted_documents.func(now=now + timedelta(days=200))  # the job was down until now
    wanted.refresh_from_db()
    assert wanted.is_open
    actions.renew_wanted(wanted=wanted, actor=scene.owner, now=now + timedelta(days=201))
    jobs.age_wanted_documents.func(now=now + timedelta(days=290))
    wanted.refresh_from_db()
    assert (wanted.is_open, wanted.reminded_at) == (True, None)


def test_a_lost_update_is_refused_with_both_texts(client, scene):
    wanted = ask(scene.owner)
    client.force_login(scene.owner)
    address = reverse("documents:wanted_edit", args=[wanted.pk])
    said = {"title": "先の題", "text": "", "shown_as": "body", "revision": 1}
    assert client.post(address, said).status_code == 302
    answered = client.post(address, said | {"title": "後の題"})
    assert answered.status_code == 409
    assert "先の題" in answered.content.decode()
    assert "後の題" in answered.content.decode()


@pytest.mark.parametrize(
    ("scope", "shown"),
    [("open", {"a", "b"}), ("unanswered", {"b"}), ("answered", {"a"}), ("mine", {"b"}), ("ended", {"c"})],
)
def test_the_list_by_state(client, scene, share, scope, shown):
    answer(ask(scene.owner, title="依頼a"), share(), scene.other)
    ask(scene.other, title="依頼b")
    actions.end_wanted(wanted=ask(scene.owner, title="依頼c"), is_found=False, actor=scene.owner, now=timezone.now())
    client.force_login(scene.other)
    page = client.get(reverse("documents:wanted_list"), {"scope": scope}).content.decode()
    assert {name for name in "abc" if f"依頼{name}" in page} == shown


def test_the_list_by_words_and_repaired_conditions(client, scene):
    ask(scene.owner, title="図書館の仕様書")
    ask(scene.owner, title="水道の仕様書")
    client.force_login(scene.other)
    address = reverse("documents:wanted_list")
    page = client.get(address, {"q": "図書館"}).content.decode()
    assert "図書館の仕様書" in page
    assert "水道の仕様書" not in page
    for query in ({"scope": "x"}, {"q": "\x00"}, {"q": "あ" * 300}, {"page": "9" * 50}):
        assert client.get(address, query).status_code == 200


def test_the_list_costs_the_same_however_many(client, scene, share):
    client.force_login(scene.other)
    address = reverse("documents:wanted_list")
    answer(ask(scene.owner), share(), scene.other)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        ask(scene.owner)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three) <= 8


def test_bodies_with_such_a_document_see_it_waiting(client, scene, share, facts):
    field = CategoryFactory(axis="work")
    share(facts=facts(categories=(field,)))
    fitting = WantedDocumentFactory(kind=DocumentKind.SPECIFICATION, category=field, title="合う依頼")
    WantedDocumentFactory(kind=DocumentKind.CONTRACT, category=field, title="種類の違う依頼")
    now = timezone.now()
    piles = {pile.label: pile for pile in piles_of(scene.colleague, persona_of(scene.colleague, now), now)}
    pile = piles["所属する自治体の文書で答えられそうな依頼"]
    assert list(pile.rows) == [fitting]
    client.force_login(scene.colleague)
    page = client.get(pile.href).content.decode()
    assert "合う依頼" in page
    assert "種類の違う依頼" not in page


def test_operators_take_down_what_was_reported(client, scene):
    wanted = ask(scene.owner, text="問題のある文")
    client.force_login(scene.operator)
    assert client.get(wanted.get_absolute_url()).status_code == 404
    client.force_login(scene.other)
    client.post(reverse("accounts:report_new", args=["wanted", wanted.pk]), {"reason": "不適切です"})
    client.force_login(scene.operator)
    assert client.post(reverse("documents:wanted_remove", args=[wanted.pk]), {"reason": "不適切"}).status_code == 302
    client.force_login(scene.other)
    assert client.get(wanted.get_absolute_url()).status_code == 404
    client.force_login(scene.owner)
    assert client.get(wanted.get_absolute_url()).status_code == 404


def test_after_a_transfer_colleagues_carry_on(client, scene, share):
    wanted, document = ask(scene.owner, shown_as=WantedShownAs.BODY_CLASS), share()
    end = reverse("documents:wanted_end", args=[wanted.pk])
    client.force_login(scene.colleague)
    assert "取りやめる" not in client.get(wanted.get_absolute_url()).content.decode()
    MunicipalMembership.objects.filter(user=scene.owner).update(municipality=MunicipalityFactory(name="異動先市"))
    owner = User.objects.get(pk=scene.owner.pk)
    with pytest.raises(PolicyRefused, match="異動したあと"):
        actions.end_wanted(wanted=wanted, is_found=True, actor=owner, now=timezone.now())
    answer(wanted, document, scene.other)
    assert Notification.objects.get(event="wanted_answered").user == scene.colleague
    for person, shown in ((scene.colleague, {wanted}), (owner, set()), (scene.other, set())):
        assert set(WantedDocument.objects.kept_by(person)) == shown
        assert {each for each in WantedDocument.objects.all() if can_edit_wanted(person, each)} == shown
    assert "取りやめる" in client.get(wanted.get_absolute_url()).content.decode()
    assert client.post(end, {"outcome": "found"}).status_code == 302
    wanted.refresh_from_db()
    assert wanted.status == WantedStatus.FOUND
