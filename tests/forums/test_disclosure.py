"""Who an anonymous author is, is planted first and then searched in everything a reader can get hold of."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, OutboxMail
from forums import actions
from forums.disclosure import LEFT, operators_label, post_byline, preview_label, topic_byline
from forums.enums import ReactionKind, ShownAs
from forums.models import Post, Topic
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.forums.conftest import BODY, DOMAIN, PERSON
from tests.telling import tell_waiting

NOW = timezone.now
VARYING = re.compile(
    r"""(name="(?:csrfmiddlewaretoken|client_token|draft_key)" value)="[^"]*"|'X-Request-ID': '[^']*'|csrftoken=[^;]*"""
)


def lived_through(scene, open_topic, answer, way, follow_up=None):
    """A topic of the asker with answers of others and of the asker, an edit, reactions and an accepted answer."""
    topic = open_topic(shown_as=way, experts_invited=True, services=[scene.service])
    first = topic.posts.get()
    helped = answer(topic)
    answer(topic, actor=scene.expert)
    answer(topic, actor=scene.reader, shown_as=ShownAs.ANONYMOUS, body="横から失礼します。")
    answer(topic, actor=scene.asker, shown_as=follow_up or way, body="やってみます。")
    actions.edit_post(post=first, title="題名を直した", body="本文を直した", revision=1, actor=scene.asker, now=NOW())
    actions.react_post(post=helped, kind=ReactionKind.HELPFUL, actor=scene.asker, now=NOW())
    actions.accept_answer(post=helped, actor=scene.asker, now=NOW())
    return topic


def pages_about(client, user, topic):
    """Every page on which the topic or its posts may appear, as this reader gets them."""
    client.force_login(user)
    lists = [reverse("forums:board_list"), topic.board.get_absolute_url(), reverse("forums:topic_list")]
    queries = ["", "?sort=new", "?sort=answers", "?kind=consultation", "?state=resolved", "?page=9", "?sort=x"]
    addresses = [f"{page}{query}" for page in lists for query in queries]
    addresses += [topic.get_absolute_url(), f"{topic.get_absolute_url()}?page=2"]
    for post in topic.posts.all():
        names = ("post_detail", "post_history", "post_edit", "post_delete")
        addresses += [reverse(f"forums:{name}", args=[post.pk]) for name in names]
    addresses += [
        reverse("forums:topic_start"),
        f"{reverse('forums:topic_list')}?service={topic.services.get().pk}",
        topic.services.get().get_absolute_url(),
        reverse("accounts:notifications"),
        reverse("accounts:report_new", args=["topic", topic.pk]),
        "/",
    ]
    return {each: (response := client.get(each)).content.decode() + str(response.headers) for each in addresses}


def told(user):
    tell_waiting()
    notices = [f"{each.title} {each.path} {each.instance_key}" for each in Notification.objects.filter(user=user)]
    return notices + [f"{each.subject} {each.body}" for each in OutboxMail.objects.filter(to=user.email)]


def secrets(scene):
    body = [BODY, scene.body.full_name, scene.body.kana, scene.body.code, DOMAIN]
    return [*body, PERSON, scene.asker.email, str(scene.asker.key)]


@pytest.mark.parametrize("reader", ["helper", "reader", "expert"])
def test_an_anonymous_author_is_nowhere(client, scene, open_topic, answer, reader):
    topic = lived_through(scene, open_topic, answer, ShownAs.ANONYMOUS)
    user = getattr(scene, reader)
    pages = pages_about(client, user, topic)
    assert "本文を直した" in pages[topic.get_absolute_url()]
    assert "匿名の職員" in pages[topic.get_absolute_url()]
    found = [(word, page) for page, text in pages.items() for word in secrets(scene) if word in text]
    assert found == []
    said = "\n".join(told(user))
    assert "題名" in said or "議事録サービスの決め手" in said
    assert [word for word in secrets(scene) if word in said] == []


def test_body_alone_tells_no_person(client, scene, open_topic, answer):
    topic = lived_through(scene, open_topic, answer, ShownAs.BODY)
    text = "\n".join(pages_about(client, scene.helper, topic).values()) + "\n".join(told(scene.helper))
    assert f"{scene.body.full_name}の職員" in text
    assert [word for word in (PERSON, DOMAIN, str(scene.asker.key)) if word in text] == []


def test_a_name_is_told_where_the_author_wants_it_and_never_an_address(client, scene, open_topic, answer):
    topic = lived_through(scene, open_topic, answer, ShownAs.NAME_BODY)
    text = "\n".join(pages_about(client, scene.helper, topic).values()) + "\n".join(told(scene.helper))
    assert f"{scene.body.full_name} {PERSON}" in text
    assert [word for word in (DOMAIN, str(scene.asker.key)) if word in text] == []
    assert [
        word for word in (PERSON, BODY) for said in told(scene.helper) if word in said
    ] == []  # not even then by mail


def test_the_pages_are_the_same_whoever_wrote_anonymously(client, scene, open_topic, answer):
    """Nothing at all hangs on the author: not an order, a mark or a hidden value."""
    topic = lived_through(scene, open_topic, answer, ShownAs.ANONYMOUS)
    pages_about(client, scene.helper, topic)  # what was unread is read
    before = pages_about(client, scene.helper, topic)
    other = MembershipFactory(municipality=MunicipalityFactory(name="まったく別の町")).user
    mine = {"author": other, "author_key": other.key, "municipality": MunicipalityFactory()}
    topic.posts.filter(author=scene.asker).update(**mine)
    Topic.objects.filter(pk=topic.pk).update(**mine)
    after = pages_about(client, scene.helper, topic)
    changed = [
        page for page in before if VARYING.sub("", before[page]) != VARYING.sub("", after[page]) and "/topics" in page
    ]
    assert changed == []


def test_the_asker_is_recognised_only_under_the_same_mask(scene, open_topic, answer):
    topic = lived_through(scene, open_topic, answer, ShownAs.ANONYMOUS)
    marks = [post_byline(post).is_asker for post in Post.objects.filter(topic=topic).select_related("topic").in_order()]
    assert marks == [True, False, False, False, True]
    other = lived_through(scene, open_topic, answer, ShownAs.ANONYMOUS, follow_up=ShownAs.BODY)
    posts = list(Post.objects.filter(topic=other).select_related("topic", "municipality", "author").in_order())
    assert [post_byline(post).is_asker for post in posts] == [True, False, False, False, False]
    assert str(post_byline(posts[4])) == f"{scene.body.full_name}の職員"


def test_only_the_author_is_told_which_posts_are_theirs(client, scene, open_topic, answer):
    topic = lived_through(scene, open_topic, answer, ShownAs.ANONYMOUS)
    first = topic.posts.get(number=1)
    edit = reverse("forums:post_edit", args=[first.pk])
    own = pages_about(client, scene.asker, topic)[topic.get_absolute_url()]
    assert own.count("この表示はあなただけに見えています") == 2
    assert edit in own
    theirs = pages_about(client, scene.helper, topic)[topic.get_absolute_url()]
    assert "この表示はあなただけに" not in theirs
    assert edit not in theirs
    assert "専門家には見えなくする" in own
    assert "専門家には見えなくする" not in theirs


def test_reactions_are_numbers_without_names(client, scene, open_topic, answer):
    topic = lived_through(scene, open_topic, answer, ShownAs.NAME_BODY)
    other = answer(open_topic(actor=scene.reader, shown_as=ShownAs.ANONYMOUS))
    actions.react_post(post=other, kind=ReactionKind.SAME, actor=scene.asker, now=NOW())
    client.force_login(scene.helper)
    text = client.get(other.topic.get_absolute_url()).content.decode()
    assert "うちも同じ 1" in text
    assert PERSON not in text
    assert topic.pk != other.topic_id


def test_writers_of_closed_accounts_stay_as_they_were_shown(scene, open_topic):
    named, hidden = open_topic(), open_topic(shown_as=ShownAs.ANONYMOUS)
    for topic in (named, hidden):
        topic.author = None
        post = topic.posts.get()
        post.author = None
        post.topic = topic
        assert str(topic_byline(topic)) == str(post_byline(post))
    assert str(topic_byline(named)) == f"{scene.body.full_name} {LEFT}"
    assert str(topic_byline(hidden)) == "匿名の職員"


def test_the_form_shows_beforehand_what_readers_will_see(client, scene):
    client.force_login(scene.asker)
    page = client.get(reverse("forums:topic_create", args=[scene.board.slug])).content.decode()
    for way in ShownAs:
        assert preview_label(way, scene.body, scene.asker) in page
    assert "運営は投稿者を確認できます" in page


def test_an_expert_is_shown_with_affiliation(scene, open_topic, answer):
    post = answer(open_topic(experts_invited=True), actor=scene.expert)
    byline = post_byline(Post.objects.select_related("author__advisor", "topic").get(pk=post.pk))
    assert (str(byline), byline.is_expert) == ("信頼 学（架空研究所）", True)
    assert operators_label(post) == f"信頼 学（{scene.expert.email}）"


def test_mails_carry_no_text_of_posts(scene, open_topic, answer):
    topic = open_topic(body="本文の秘密")
    answer(topic, body="回答の秘密", client_token=uuid4())
    said = "\n".join(told(scene.asker))
    assert topic.title in said
    assert [word for word in ("本文の秘密", "回答の秘密", scene.helper.name) if word in said] == []


@pytest.mark.parametrize(
    ("way", "text", "refused"),
    [
        ("anonymous", f"こちらは {BODY} です。", True),
        ("anonymous", f"{PERSON}です。", True),
        ("anonymous", f"連絡は x@{DOMAIN} まで。", True),
        ("body", f"{BODY}です。", False),
        ("body", f"{PERSON[:2]} {PERSON[2:]}です。", True),
        ("name_body", f"{BODY}の{PERSON}です。", False),
    ],
)
def test_a_name_kept_back_is_not_told_by_oversight(client, scene, open_topic, way, text, refused):
    client.force_login(scene.asker)
    fields = {"kind": "sharing", "title": "題名", "body": text, "shown_as": way, "client_token": str(uuid4())}
    response = client.post(reverse("forums:topic_create", args=[scene.board.slug]), fields)
    assert response.status_code == (422 if refused else 302)
    topic = open_topic(shown_as=way)
    reply = client.post(reverse("forums:topic_reply", args=[topic.pk]), fields | {"client_token": str(uuid4())})
    assert reply.status_code == (422 if refused else 302)
    edit = {"title": "題名", "body": text, "kind": "sharing", "revision": "1"}
    edited = client.post(reverse("forums:post_edit", args=[topic.posts.get(number=1).pk]), edit)
    assert edited.status_code == (422 if refused else 302)
