"""The search over everything a person may see."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.models import MunicipalMembership
from catalog.search.indexing import reindex
from catalog.search.synonym_table import read_synonyms
from documents.enums import DocumentStatus, DraftedBy
from documents.indexing import DOCUMENTS
from forums.actions import delete_post, lock_topic, remove_post
from forums.enums import ShownAs
from forums.indexing import TOPICS
from forums.models import Topic
from tests.bad_values import TEXTS
from tests.factories import (
    AdvisorFactory,
    CollectionFactory,
    DocumentVersionFactory,
    MembershipFactory,
    OperatorFactory,
    PostFactory,
    PublishedServiceFactory,
    SharedDocumentFactory,
    TopicFactory,
    UserFactory,
    VendorMembershipFactory,
)

pytestmark = pytest.mark.django_db
SEARCH = reverse("search")
NOW = timezone.now
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def synonyms_read(db):
    read_synonyms("default")


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def staff():
    return MembershipFactory().user


def listing(name, **facts):
    service = PublishedServiceFactory(name=name, **facts)
    reindex([service.pk])
    return service


def topic(title, body="どのように進めましたか。", **facts):
    opened = TopicFactory(title=title, body=body, **facts)
    TOPICS.reindex([opened.pk])
    return opened


def shared(title, text="本文です。", **facts):
    document = SharedDocumentFactory(title=title, **facts)
    DocumentVersionFactory(document=document, text=text)
    DOCUMENTS.reindex([document.pk])
    return document


def page(client, text):
    response = client.get(SEARCH, {"q": text})
    assert response.status_code == 200
    return response


def sections(response):
    return {section.key: section.total for section in response.context["found"].sections}


def test_staff_find_listings_and_topics_in_sections(staff):
    listing("検針のサービス")
    first = topic("検針の相談")
    PostFactory(topic=topic("別の話"), body="うちでは**検針**を委託しました。")
    TOPICS.reindex(Topic.objects.values_list("pk", flat=True))
    response = page(as_(staff), "検針")
    found, text = response.context["found"], response.content.decode()
    assert (found.services.total, sections(response)) == (1, {"topics": 2, "boards": 0, "documents": 0})
    assert "<mark>検針</mark>の相談" in text
    assert "うちでは<mark>検針</mark>を委託しました。" in text
    assert first.get_absolute_url() in text
    assert f"{reverse('forums:topic_list')}?q=%E6%A4%9C%E9%87%9D" in text
    assert f"{reverse('catalog:service_list')}?q=%E6%A4%9C%E9%87%9D" in text


def test_documents_are_found_with_their_marks_and_a_passage_of_their_text(staff):
    body = MunicipalMembership.objects.get(user=staff).municipality
    draft = {"status": DocumentStatus.DRAFT, "published_at": None}
    shared("甲の仕様書", "はじめに。" * 200 + "検針は毎月行う。", drafted_by=DraftedBy.VENDOR)
    shared("乙の仕様書", "検針の準備", municipality=body, **draft)
    shared("丙の仕様書", "検針の秘密", **draft)
    response = page(as_(staff), "検針")
    text = response.content.decode()
    assert sections(response) == {"topics": 0, "boards": 0, "documents": 2}
    assert "<mark>検針</mark>は毎月行う。" in text
    assert "事業者の案" in text
    assert "公開前" in text
    assert "丙の" not in text


def test_the_order_is_that_of_the_hits(staff):
    topic("甲", "検針の話です。")
    topic("検針")
    rows = page(as_(staff), "検針").context["found"].sections[0].rows
    assert [re.sub("<.*?>", "", str(row.title)) for row in rows] == ["検針", "甲"]


def test_few_hits_are_followed_by_near_ones_and_said_so(staff):
    topic("窓口の混雑")
    listing("窓口の予約")
    response = page(as_(staff), "窓口 予約")
    assert response.context["found"].sections[0].rows[0].label == "一部の語だけ一致"
    assert "すべての語が一致するものはない" in response.content.decode()


@pytest.mark.parametrize("kind", ["anonymous", "member", "vendor", "operator"])
def test_who_reads_no_topics_gets_no_hint_of_them(kind):
    people = {
        "anonymous": lambda: None,
        "member": UserFactory,
        "vendor": lambda: VendorMembershipFactory().user,
        "operator": OperatorFactory,
    }
    user = people[kind]()
    client = as_(user) if user else Client()
    listing("検針のサービス")
    before = CSRF.sub("", page(client, "検針").content.decode())
    topic("検針の相談", "検針の本文")
    topic("検針と専門家", "検針の本文", experts_invited=True)
    shared("検針の仕様書", "検針の本文")
    assert CSRF.sub("", page(client, "検針").content.decode()) == before
    frame = re.sub("(?s)<header.*?</header>|<footer.*?</footer>", "", before)
    assert not [word for word in ("トピック", "文書", "課") if word in frame]


def test_an_advisor_finds_what_was_opened_to_experts_and_no_board():
    invited = topic("検針と専門家", "検針の本文", experts_invited=True)
    topic("検針の相談", "検針の秘密")
    shared("検針の仕様書")
    response = page(as_(AdvisorFactory().user), "検針")
    text = response.content.decode()
    assert sections(response) == {"topics": 1}
    assert invited.get_absolute_url() in text
    assert "検針の相談" not in text
    assert "仕様書" not in text
    assert invited.board.name not in text


def test_an_operator_learns_nothing_of_a_reported_topic_by_searching(staff):
    reported = topic("検針の相談")
    report_object(target=reported, reason="確かめてください", actor=staff, now=NOW())
    response = page(as_(OperatorFactory()), "検針")
    assert response.context["found"].sections == []
    assert "検針の相談" not in response.content.decode()


def test_a_lapsed_member_finds_them_no_more_at_the_next_request(staff):
    topic("検針の相談")
    client = as_(staff)
    assert sections(page(client, "検針"))["topics"] == 1
    MunicipalMembership.objects.filter(user=staff).update(expires_on=dt.date(2020, 5, 31))
    assert page(client, "検針").context["found"].sections == []


def test_removed_posts_and_topics_taken_down_are_found_nowhere(staff):
    operator = OperatorFactory()
    asked = topic("題名の話")
    answer = PostFactory(topic=asked, body="検針の秘密です。", author=staff)
    TOPICS.reindex([asked.pk])
    client = as_(staff)
    assert "検針</mark>の秘密" in page(client, "検針").content.decode()
    lock_topic(topic=asked, reason="整理のため", actor=operator, now=NOW())
    assert sections(page(client, "検針"))["topics"] == 1  # stopped is not taken down
    remove_post(post=answer, reason="規約違反", actor=operator, now=NOW())
    response = page(client, "検針 秘密")
    assert sections(response)["topics"] == 0
    assert "の秘密です" not in page(client, "題名").content.decode()
    own = topic("消える話", author=staff)
    delete_post(post=own.posts.get(), actor=staff, now=NOW())
    assert sections(page(client, "消える話"))["topics"] == 0


def test_the_author_of_an_anonymous_topic_is_neither_shown_nor_found(staff):
    author = MembershipFactory(user__name="伏見鶴亀", municipality__name="かなりや市")
    topic("検針の相談", author=author.user, municipality=author.municipality, shown_as=ShownAs.ANONYMOUS)
    for text in ("検針", "伏見鶴亀", "かなりや市"):
        found = page(as_(staff), text).content.decode().replace(text, "")
        assert not [secret for secret in ("伏見", "かなりや", author.user.email) if secret in found], text
    assert sections(page(as_(staff), "伏見鶴亀"))["topics"] == 0


def test_vendors_and_collections_are_found_by_name():
    service = listing("別の名前")
    service.vendor.name = "検針システムズ（架空）"
    service.vendor.save()
    hidden = PublishedServiceFactory(vendor__name="検針停止社", vendor__is_suspended=True)
    shown = CollectionFactory(title="検針の特集", introduction="検針を考えます。")
    CollectionFactory(title="検針の終わった特集", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 2, 1))
    response = page(Client(), "検針")
    found, text = response.context["found"], response.content.decode()
    assert [row.href for row in found.vendors] == [reverse("catalog:vendor_detail", args=[service.vendor_id])]
    assert [row.href for row in found.collections] == [shown.get_absolute_url()]
    assert hidden.vendor.name not in text
    assert "終わった" not in text


def test_nothing_asked_and_nothing_found(client):
    assert "探したい言葉を入力してください" in client.get(SEARCH).content.decode()
    assert "探したい言葉を入力してください" in page(client, "　 \u200b").content.decode()
    text = page(client, "存在しない言葉").content.decode()
    assert "見つかりませんでした" in text
    assert "言葉を減らすか、短くしてください" in text


@pytest.mark.parametrize(
    "text",
    [*TEXTS, "'", '"', "\\", "' OR 1=1 --", "a & | ! b", "<->", "(((", ":*", "%s %(x)s", "議" * 10_000, "😀", "\ud800"],
    ids=lambda text: ascii(text)[:20],
)
def test_any_words_are_answered_with_a_page(text, staff):
    topic("窓口の相談")
    client = as_(staff)
    for path in (SEARCH, reverse("forums:topic_list")):
        assert client.get(path, {"q": text.encode("utf-8", "surrogatepass")}).status_code == 200


def queries(client, text):
    page(client, text)
    with CaptureQueriesContext(connection) as captured:
        page(client, text)
    return len(captured)


def test_few_queries_whatever_is_found(staff):
    for number in range(7):
        listing(f"検針のサービス{number}")
        topic(f"検針の相談{number}")
        shared(f"検針の仕様書{number}")
    listing("窓口の予約")
    topic("窓口の混雑")
    topic("墓地の区画")
    client = as_(staff)
    for text in ("検針", "窓口 予約", "墓地", "墓地 検針", "存在しない言葉", "けんしん"):
        assert queries(client, text) <= 8, text
        assert queries(Client(), text) <= 5, text
