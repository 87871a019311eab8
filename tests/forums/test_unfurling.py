"""Addresses of our own pages in posts: which count, and what of them each reader is shown."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.enums import ServiceStatus
from catalog.models import Service
from documents.enums import DocumentStatus
from documents.models import SharedDocument
from forums import actions
from forums.enums import ReferenceKind, TopicStatus
from forums.extras import extras_of
from forums.models import PostReference
from forums.unfurling import MOST_REFERENCES, Reference, reference_of, references_in
from tests.factories import PublishedServiceFactory, SharedDocumentFactory

NOW = timezone.now
SERVICE, DOCUMENT, TOPIC = ReferenceKind.SERVICE, ReferenceKind.DOCUMENT, ReferenceKind.TOPIC


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://dss.example"


# --- Which addresses count ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("/services/3/", [(SERVICE, 3)]),
        ("詳しくは/services/3/を見てください", [(SERVICE, 3)]),
        ("https://dss.example/topics/4/?page=2#post-51 にあります", [(TOPIC, 4)]),
        ("<https://dss.example/documents/5/>", [(DOCUMENT, 5)]),
        ("[仕様書](/documents/5/) と [同じ](https://dss.example/documents/5)", [(DOCUMENT, 5)]),
        ("- /services/1/\n- /services/2/", [(SERVICE, 1), (SERVICE, 2)]),
        ("| a |\n|---|\n| /services/6/ |", [(SERVICE, 6)]),
        ("> /services/7/", []),
        ("`/services/8/` と\n\n    /services/9/", []),
        ("```\n/services/8/\n```", []),
        ("https://evil.example/services/3/", []),
        ("https://dss.example.evil.example/services/3/", []),
        ("https://user@dss.example/services/3/", []),
        ("http://dss.example/services/3/", []),
        ("//dss.example/services/3/", []),
        ("[x](//evil.example/services/3/) [y](javascript:/services/3/)", []),
        ("/services/3/reviews/new/ /services/31/x/", []),
        ("[x](/services/3/versions/2/)", []),
        ("/services/0/ /services/99999999999999999999/ /services/x/ /serviceship/3/", []),
        ("/services/" + "9" * 5_000 + "/", []),
        ("/services/9223372036854775808/", []),
        ("/services/٣/", []),
        ("/topics/posts/3/", []),
        ("x/services/3/", []),
        ("[](http://[::1/services/3/)", []),
    ],
)
def test_which_addresses_count(body, found):
    assert [(each.kind, each.target) for each in references_in(body)] == found


def test_a_text_full_of_addresses_gives_a_few_quickly():
    body = " ".join(f"/services/{number}/" for number in range(1, 700))[:10_000]
    assert [each.target for each in references_in(body)] == list(range(1, MOST_REFERENCES + 1))
    assert reference_of("http://[broken") is None
    assert reference_of("/topics/3") == Reference(TOPIC, 3)


# --- What a reader is shown -----------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def titles(reader, post) -> list[str]:
    post.refresh_from_db()
    extras = extras_of([post.pk] if post.has_parts else [], reader).get(post.pk)
    return [card.title for card in extras.cards] if extras else []


@pytest.fixture
def linked(scene, open_topic, answer):
    """A post in a topic open to experts, with a listing, a document of staff and another topic in it."""
    paper = SharedDocumentFactory(title="窓口の仕様書", status=DocumentStatus.PUBLISHED)
    other = open_topic(title="職員だけの相談", client_token=uuid4())
    topic = open_topic(experts_invited=True, client_token=uuid4())
    body = f"{other.get_absolute_url()}\n\n{scene.service.get_absolute_url()} {paper.get_absolute_url()}"
    return topic, answer(topic, body=body), paper, other


def test_each_reader_is_shown_what_they_may_see_in_the_order_of_the_text(client, scene, linked):
    topic, post, paper, other = linked
    everything = [other.title, scene.service.name, paper.title]
    assert titles(scene.reader, post) == everything
    assert titles(scene.expert, post) == [scene.service.name]
    for person, has_title in ((scene.reader, True), (scene.expert, False), (scene.reader, True)):
        client.force_login(person)
        page = client.get(topic.get_absolute_url()).content.decode()
        assert (paper.title in page) is has_title
        assert (other.title in page) is has_title
        assert scene.service.name in page
        assert f'<a href="{scene.service.get_absolute_url()}">{scene.service.name}</a>' in page


def test_what_is_withdrawn_gives_nothing(scene, linked):
    _, post, paper, other = linked
    Service.objects.filter(pk=scene.service.pk).update(status=ServiceStatus.UNPUBLISHED, unpublished_at=NOW())
    SharedDocument.objects.filter(pk=paper.pk).update(status=DocumentStatus.WITHDRAWN, withdrawn_at=NOW())
    actions.delete_post(post=other.posts.get(), actor=scene.asker, now=NOW())
    other.refresh_from_db()
    assert other.status == TopicStatus.WITHDRAWN
    for reader in (scene.reader, scene.helper, scene.expert):
        assert titles(reader, post) == []


def test_what_is_not_there_gives_nothing(scene, open_topic, answer):
    post = answer(open_topic(), body="/services/999999/ /documents/999999/ /topics/999999/")
    assert titles(scene.reader, post) == []


def test_a_topic_among_bodies_is_no_card_for_others(scene, open_topic, answer):
    among = open_topic(
        title="二団体の相談", readers=[scene.helper.memberships.get().municipality], client_token=uuid4()
    )
    post = answer(open_topic(client_token=uuid4()), body=among.get_absolute_url())
    assert titles(scene.helper, post) == [among.title]
    assert titles(scene.reader, post) == []


def test_editing_keeps_the_addresses_up_to_date(scene, open_topic, answer):
    more = PublishedServiceFactory(name="別のサービス（架空）")
    post = answer(open_topic(), body=scene.service.get_absolute_url())
    edit = {"title": "", "actor": scene.helper, "now": NOW()}
    actions.edit_post(post=post, body=f"{more.get_absolute_url()} に変えました", revision=1, **edit)
    assert titles(scene.reader, post) == [more.name]
    actions.edit_post(post=post, body="どちらでもありません", revision=2, **edit)
    assert titles(scene.reader, post) == []
    assert not PostReference.objects.exists()
    assert not post.has_parts


def test_a_removed_post_shows_none_of_it(client, scene, linked):
    topic, post, paper, _ = linked
    actions.delete_post(post=post, actor=scene.helper, now=NOW())
    client.force_login(scene.reader)
    assert paper.title not in client.get(topic.get_absolute_url()).content.decode()


def test_the_page_of_one_post_shows_its_cards_too(client, scene, linked):
    _, post, paper, _ = linked
    client.force_login(scene.reader)
    assert paper.title in client.get(reverse("forums:post_detail", args=[post.pk])).content.decode()
    client.force_login(scene.expert)
    assert paper.title not in client.get(reverse("forums:post_detail", args=[post.pk])).content.decode()
