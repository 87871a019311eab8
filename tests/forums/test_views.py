"""The pages of the boards, as people use them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MunicipalMembership, OutboxMail
from forums import actions
from forums.enums import ReactionKind, ShownAs
from forums.models import Post, PostRevision, Topic, TopicWatch
from tests.factories import PostFactory, PublishedServiceFactory, ServiceFactory, SharedDocumentFactory, TopicFactory
from tests.telling import tell_waiting

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def asker(client, scene):
    client.force_login(scene.asker)
    return client


def text_of(response):
    return response.content.decode()


def new_topic(scene, **changes):
    fields = {
        "kind": "consultation",
        "title": "議事録サービスの決め手",
        "body": "何を**比べ**ましたか。",
        "services": "",
        "documents": "",
        "shown_as": "anonymous",
        "client_token": str(uuid4()),
    }
    return reverse("forums:topic_create", args=[scene.board.slug]), fields | changes


def test_opening_a_topic(asker, scene):
    address, fields = new_topic(scene, services=f"たすけ https://dss.example/services/{scene.service.pk}/\n")
    response = asker.post(address, fields)
    topic = Topic.objects.get()
    assert response["Location"] == topic.get_absolute_url()
    assert (topic.shown_as, topic.experts_invited, list(topic.services.all())) == ("anonymous", False, [scene.service])
    page = text_of(asker.get(topic.get_absolute_url()))
    assert "<strong>比べ</strong>" in page
    assert "個人の見解です" in page
    assert scene.service.name in page
    assert asker.post(address, fields)["Location"] == topic.get_absolute_url()
    assert Topic.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "必須"),
        ("body", "\u200b", "必須"),
        ("body", "あ" * 10_001, "10,000文字以内"),
        ("kind", "gossip", "gossip"),
        ("shown_as", "nobody", "nobody"),
        ("client_token", "x", "client_token"),
        ("services", "たすけ", "読み取れません"),
        ("services", "/services/999999999/", "番号999999999"),
        ("services", "\n".join(f"/services/{number}/" for number in range(1, 8)), "5件まで"),
    ],
)
def test_mistakes_stand_beside_the_field(asker, scene, field, value, message):
    address, fields = new_topic(scene, **{field: value})
    response = asker.post(address, fields)
    assert response.status_code == 422
    assert message in text_of(response)
    assert not Topic.objects.exists()


def test_a_listing_that_is_not_published_cannot_be_linked(asker, scene):
    hidden = ServiceFactory(name="準備中の秘密")
    address, fields = new_topic(scene, services=str(hidden.pk))
    assert hidden.name not in text_of(asker.post(address, fields))
    assert hidden.name not in text_of(asker.get(f"{address}?service={hidden.pk}"))


def test_the_listing_in_the_address_is_filled_in(asker, scene):
    start = text_of(asker.get(f"{reverse('forums:topic_start')}?service={scene.service.pk}"))
    address = f"{reverse('forums:topic_create', args=[scene.board.slug])}?service={scene.service.pk}"
    assert address in start
    assert f"{scene.service.name} http://testserver{scene.service.get_absolute_url()}" in text_of(asker.get(address))
    assert asker.get(f"{address}9999999999999999999999").status_code == 200


def test_a_preview_writes_nothing(asker, scene, open_topic):
    address, fields = new_topic(scene, preview="1")
    response = asker.post(address, fields)
    assert response.status_code == 200
    assert "<strong>比べ</strong>" in text_of(response)
    assert not Topic.objects.exists()
    topic = open_topic()
    reply = {"body": "*強調*", "shown_as": "body", "client_token": str(uuid4()), "preview": "1"}
    page = text_of(asker.post(reverse("forums:topic_reply", args=[topic.pk]), reply))
    assert "<em>強調</em>" in page
    edit = {"title": "題", "body": "~~取消~~", "kind": "sharing", "revision": "1", "preview": "1"}
    page = text_of(asker.post(reverse("forums:post_edit", args=[topic.posts.get().pk]), edit))
    assert "<s>取消</s>" in page
    assert Post.objects.count() == 1


def test_answering(client, scene, open_topic):
    topic = open_topic()
    client.force_login(scene.helper)
    address = reverse("forums:topic_reply", args=[topic.pk])
    fields = {"body": "試行で決めました。", "shown_as": "name_body", "client_token": str(uuid4())}
    for _ in range(2):
        assert client.post(address, fields)["Location"] == f"{topic.get_absolute_url()}#post-2"
    tell_waiting()
    assert (Post.objects.count(), OutboxMail.objects.count()) == (2, 1)
    response = client.post(address, fields | {"body": "", "client_token": str(uuid4())})
    assert response.status_code == 422
    assert "必須" in text_of(response)


def test_a_text_that_came_too_late_is_not_lost(client, scene, open_topic):
    topic = open_topic()
    actions.lock_topic(topic=topic, reason="確認中です。", actor=scene.operator, now=NOW())
    client.force_login(scene.helper)
    fields = {"body": "書きかけの文章", "shown_as": "body", "client_token": str(uuid4())}
    response = client.post(reverse("forums:topic_reply", args=[topic.pk]), fields)
    assert response.status_code == 422
    page = text_of(response)
    assert "書きかけの文章" in page
    assert "確認中です。" in page
    assert 'name="body"' not in page


def test_experts_see_what_is_open_to_them_and_no_more(client, scene, open_topic, answer):
    opened = open_topic(title="専門家に聞きたい", experts_invited=True)
    hidden = open_topic(title="職員だけの相談")
    client.force_login(scene.expert)
    boards = client.get(reverse("forums:board_list"))
    assert boards.status_code == 403
    assert reverse("forums:topic_list") in text_of(boards)
    page = text_of(client.get(reverse("forums:topic_list")))
    assert opened.title in page
    assert hidden.title not in page
    assert scene.board.name not in page
    thread = text_of(client.get(opened.get_absolute_url()))
    assert 'name="shown_as"' not in thread
    assert scene.board.get_absolute_url() not in thread
    fields = {"body": "一般的には…", "client_token": str(uuid4())}
    assert client.post(reverse("forums:topic_reply", args=[opened.pk]), fields).status_code == 302
    assert "信頼 学（架空研究所）" in text_of(client.get(opened.get_absolute_url()))
    for name, thing in (("topic_detail", hidden), ("topic_reply", hidden), ("topic_watch", hidden)):
        assert client.post(reverse(f"forums:{name}", args=[thing.pk])).status_code in {404, 405}
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(scene.board.get_absolute_url()).status_code == 404
    actions.close_to_experts(topic=opened, actor=scene.asker, now=NOW())
    assert client.get(opened.get_absolute_url()).status_code == 404
    assert opened.title not in text_of(client.get(reverse("forums:topic_list")))
    assert opened.title not in text_of(client.get(reverse("accounts:notifications")))


def test_a_lapsed_member_is_told_nothing_at_the_next_request(client, scene, open_topic, answer):
    topic = open_topic()
    answer(topic)
    tell_waiting()
    client.force_login(scene.asker)
    assert topic.title in text_of(client.get(reverse("accounts:notifications")))
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(reverse("forums:board_list")).status_code == 403
    assert topic.title not in text_of(client.get(reverse("accounts:notifications")))
    assert "職員どうしの相談" not in text_of(client.get(scene.service.get_absolute_url()))


def test_an_edit_in_two_windows(asker, open_topic):
    post = open_topic().posts.get()
    address = reverse("forums:post_edit", args=[post.pk])
    assert (
        asker.post(address, {"title": "題", "body": "先に保存", "kind": "consultation", "revision": "1"}).status_code
        == 302
    )
    response = asker.post(address, {"title": "題", "body": "あとから保存", "kind": "consultation", "revision": "1"})
    page = text_of(response)
    assert response.status_code == 409
    assert "先に保存" in page
    assert "あとから保存" in page
    assert 'name="revision" value="2"' in page
    assert (
        asker.post(
            address, {"title": "題", "body": "見比べて保存", "kind": "consultation", "revision": "2"}
        ).status_code
        == 302
    )
    history = text_of(asker.get(reverse("forums:post_history", args=[post.pk])))
    for said in ("何を比べましたか。", "先に保存", "見比べて保存"):
        assert said in history


def test_a_long_history_is_read_page_by_page(asker, open_topic):
    """Ten thousand characters each: a text that was edited many times must not become one page."""
    post = open_topic().posts.get()
    earlier = [
        PostRevision(post=post, number=number, body=f"〔{number}〕", replaced_at=NOW()) for number in range(1, 13)
    ]
    PostRevision.objects.bulk_create(earlier)
    address = reverse("forums:post_history", args=[post.pk])
    newest, oldest = text_of(asker.get(address)), text_of(asker.get(address, {"page": "2"}))
    assert [f"〔{number}〕" in newest for number in (2, 3, 12)] == [False, True, True]
    assert [f"〔{number}〕" in oldest for number in (1, 2, 3)] == [True, True, False]


def test_kind_and_links_are_changed_with_the_topic(asker, scene, open_topic, answer):
    topic, service, paper = open_topic(), PublishedServiceFactory(), SharedDocumentFactory(title="架空の仕様書")
    post = topic.posts.get()
    address = reverse("forums:post_edit", args=[post.pk])
    said = {"title": topic.title, "body": post.body, "kind": "sharing"}
    links = {"services": f"/services/{service.pk}/", "documents": f"/documents/{paper.pk}/"}
    assert asker.post(address, said | links | {"revision": 1}).status_code == 302
    topic.refresh_from_db()
    assert (topic.kind, list(topic.services.all()), list(topic.documents.all())) == ("sharing", [service], [paper])
    page = text_of(asker.get(address))
    assert f"/services/{service.pk}/" in page
    assert f"/documents/{paper.pk}/" in page
    assert asker.post(address, said | {"services": "", "revision": 1}).status_code == 409
    assert asker.post(address, said | {"services": "/services/999999999/", "revision": 2}).status_code == 422
    assert asker.post(address, said | {"kind": "sharing", "services": "", "revision": 2}).status_code == 302
    assert (topic.services.count(), topic.documents.count()) == (0, 0)
    history = text_of(asker.get(reverse("forums:post_history", args=[post.pk])))
    assert "種類：相談" in history
    assert "種類：情報共有" in history
    assert service.name in history
    assert paper.title in history
    edit = text_of(asker.get(reverse("forums:post_edit", args=[answer(topic, actor=scene.asker).pk])))
    assert [f'name="{name}"' in edit for name in ("body", "kind", "services", "documents")] == [True, *[False] * 3]


def test_an_earlier_link_is_named_to_who_may_see_it(client, scene, open_topic):
    paper = SharedDocumentFactory(title="職員だけの仕様書")
    topic = open_topic(experts_invited=True, documents=[paper])
    post = topic.posts.get()
    actions.edit_post(
        post=post, title="別の題名", body=post.body, documents=[], revision=1, actor=scene.asker, now=NOW()
    )
    address = reverse("forums:post_history", args=[post.pk])
    for person, is_told in ((scene.reader, True), (scene.expert, False)):
        client.force_login(person)
        page = text_of(client.get(address))
        assert topic.title in page
        assert (paper.title in page) is is_told


def test_a_resolved_question_stays_one(asker, scene, open_topic, answer):
    topic = open_topic()
    actions.accept_answer(post=answer(topic), actor=scene.asker, now=NOW())
    post = topic.posts.get(number=1)
    sent = {"title": topic.title, "body": "もっと詳しい本文", "kind": "sharing", "revision": 1}
    response = asker.post(reverse("forums:post_edit", args=[post.pk]), sent)
    assert response.status_code == 422
    assert "回答の選択を取り消してください" in text_of(response)
    assert "もっと詳しい本文" in text_of(response)
    own = answer(topic, actor=scene.asker)
    edited = asker.post(reverse("forums:post_edit", args=[own.pk]), {"body": "直した補足", "revision": 1})
    assert edited.status_code == 302
    assert asker.post(reverse("forums:post_edit", args=[post.pk]), sent | {"kind": "consultation"}).status_code == 302


def test_deleting_asks_first_and_hides_the_text_and_its_history(client, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic, body="消したい言葉")
    actions.edit_post(post=post, title="", body="直した言葉", revision=1, actor=scene.helper, now=NOW())
    client.force_login(scene.helper)
    address = reverse("forums:post_delete", args=[post.pk])
    assert "削除しますか" in text_of(client.get(address))
    assert client.post(address)["Location"] == topic.get_absolute_url()
    client.force_login(scene.reader)
    page = text_of(client.get(topic.get_absolute_url()))
    assert "投稿した人が削除しました" in page
    assert "直した言葉" not in page + text_of(client.get(post.get_absolute_url()))
    for name in ("post_history", "post_edit", "post_delete"):
        assert client.get(reverse(f"forums:{name}", args=[post.pk])).status_code == 404
    lone = open_topic()
    client.force_login(scene.asker)
    gone = client.post(reverse("forums:post_delete", args=[lone.posts.get().pk]))
    assert gone["Location"] == scene.board.get_absolute_url()
    assert client.get(lone.get_absolute_url()).status_code == 404


def test_accepting_leads_to_the_answer(asker, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    accept = reverse("forums:post_accept", args=[post.pk])
    assert accept in text_of(asker.get(topic.get_absolute_url()))
    asker.post(accept)
    page = text_of(asker.get(topic.get_absolute_url()))
    assert f'href="{topic.get_absolute_url()}#post-2"' in page
    assert "この相談は解決しています" in page
    assert asker.post(accept).status_code == 409
    asker.post(reverse("forums:topic_unaccept", args=[topic.pk]))
    assert "この相談は解決しています" not in text_of(asker.get(topic.get_absolute_url()))


def test_reacting_and_watching(client, scene, open_topic):
    topic = open_topic()
    post = topic.posts.get()
    client.force_login(scene.helper)
    react, unreact = (reverse(f"forums:post_{name}", args=[post.pk]) for name in ("react", "unreact"))
    assert client.post(react, {"kind": "same"})["Location"].endswith("#post-1")
    assert f'formaction="{unreact}" aria-pressed="true"' in text_of(client.get(topic.get_absolute_url()))
    client.post(unreact, {"kind": "same"})
    assert not post.reactions.exists()
    assert client.post(react, {"kind": "hate"}).status_code == 400
    watch = reverse("forums:topic_watch", args=[topic.pk])
    for level in ("mail", "site", "off"):
        assert client.post(watch, {"level": level}).status_code == 302
        assert TopicWatch.objects.get(user=scene.helper).level == level
    assert client.post(watch, {"level": "sms"}).status_code == 400


def test_long_topics_have_pages_of_fifty(client, scene):
    topic = TopicFactory(board=scene.board)
    for number in range(2, 104):
        PostFactory(topic=topic, author=scene.helper, municipality=scene.body, body=f"投稿その{number}番。")
    client.force_login(scene.reader)
    first = text_of(client.get(topic.get_absolute_url()))
    assert "その50番" in first
    assert "その51番" not in first
    last = text_of(client.get(f"{topic.get_absolute_url()}?page=3"))
    assert "その101番" in last
    assert "その103番" in last
    assert "3ページを表示" in text_of(client.get(f"{topic.get_absolute_url()}?page=99"))
    fields = {"body": "104番目", "shown_as": "body", "client_token": str(uuid4())}
    response = client.post(reverse("forums:topic_reply", args=[topic.pk]), fields)
    assert response["Location"].endswith("?page=3#post-104")


def test_filters_and_orders(client, scene, open_topic, answer):
    waiting = open_topic(title="待っている相談", services=[scene.service])
    solved = open_topic(title="解決した相談", actor=scene.reader)
    actions.accept_answer(post=answer(solved), actor=scene.reader, now=NOW())
    shared = open_topic(title="共有したいこと", kind="sharing")
    client.force_login(scene.asker)

    def shown(query, page=None):
        text = text_of(client.get((page or scene.board.get_absolute_url()) + query))
        return {topic.title for topic in (waiting, solved, shared) if topic.title in text}

    assert shown("") == {waiting.title, solved.title, shared.title}
    assert shown("?kind=sharing") == {shared.title}
    assert shown("?state=unresolved") == {waiting.title}
    assert shown("?state=resolved") == {solved.title}
    assert shown("?state=mine") == {waiting.title, shared.title}
    assert shown("?state=unanswered&kind=consultation") == {waiting.title}
    assert shown(f"?service={scene.service.pk}", reverse("forums:topic_list")) == {waiting.title}
    for wrong in ("?kind=x", "?state=x", "?sort=x", "?service=x", "?service=0", f"?service={'9' * 30}"):
        assert shown(wrong) == set()
    assert text_of(client.get(f"{scene.board.get_absolute_url()}?sort=answers")).index(solved.title) > 0


def test_an_empty_board_says_so(asker, scene):
    assert "まだトピックがありません" in text_of(asker.get(scene.board.get_absolute_url()))
    assert "まだ投稿がありません" in text_of(asker.get(reverse("forums:board_list")))
    page = text_of(asker.get(f"{scene.board.get_absolute_url()}?kind=sharing"))
    assert "条件に合うトピックがありません" in page


def queries_of(client, address):
    client.get(address)  # what is unread is read
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_and_topics_ask_the_same_number_of_queries(client, scene, open_topic, answer):
    client.force_login(scene.reader)
    actions.begin_reading(actor=scene.reader, now=NOW() - timedelta(days=1))
    topic = open_topic(services=[scene.service])
    answer(topic)
    addresses = [
        reverse("forums:board_list"),
        scene.board.get_absolute_url(),
        reverse("forums:topic_list"),
        f"{reverse('forums:topic_list')}?service={scene.service.pk}",
        topic.get_absolute_url(),
    ]
    first = [queries_of(client, address) for address in addresses]
    topic.services.add(*PublishedServiceFactory.create_batch(2))
    for way in (ShownAs.BODY, ShownAs.ANONYMOUS):
        post = answer(topic, actor=scene.asker, shown_as=way)
        actions.react_post(post=post, kind=ReactionKind.LIKE, actor=scene.helper, now=NOW())
        open_topic(shown_as=way, services=[scene.service])
    assert [queries_of(client, address) for address in addresses] == first
    assert max(first) <= 8, first


@pytest.mark.parametrize("persona", ["seller", "member", "expert", None])
def test_the_listings_page_leads_staff_to_their_colleagues_and_says_nothing_to_others(
    client, scene, open_topic, persona
):
    ask = f"{reverse('forums:topic_start')}?service={scene.service.pk}"
    if persona is not None:
        client.force_login(getattr(scene, persona))
    before = text_of(client.get(scene.service.get_absolute_url()))
    open_topic(services=[scene.service], title="この掲載についての相談")
    after = text_of(client.get(scene.service.get_absolute_url()))
    assert len(before) == len(after)
    assert "職員どうしの相談" not in after
    client.force_login(scene.helper)
    assert ask in text_of(client.get(scene.service.get_absolute_url()))


def test_linked_documents_are_for_staff_alone(client, scene, open_topic):
    shared = SharedDocumentFactory(title="秘密の仕様書")
    draft = SharedDocumentFactory(status="draft", published_at=None)
    client.force_login(scene.asker)
    address, fields = new_topic(scene, documents=f"https://dss.example{draft.get_absolute_url()}")
    assert "番号" in text_of(client.post(address, fields))
    fields |= {"documents": f"https://dss.example{shared.get_absolute_url()}", "experts_invited": "on"}
    topic = Topic.objects.get(pk=client.post(address, fields)["Location"].strip("/").split("/")[-1])
    assert list(topic.documents.all()) == [shared]
    client.force_login(scene.helper)
    assert shared.title in text_of(client.get(topic.get_absolute_url()))
    client.force_login(scene.expert)
    assert shared.title not in text_of(client.get(topic.get_absolute_url()))


def test_the_fragment_for_a_listing_shows_its_topics(client, scene, open_topic):
    client.force_login(scene.helper)
    address = reverse("forums:service_topics", args=[scene.service.pk])
    assert "まだありません" in text_of(client.get(address))
    topic = open_topic(services=[scene.service])
    other = open_topic(title="別の相談")
    page = text_of(client.get(address))
    assert topic.title in page
    assert other.title not in page
