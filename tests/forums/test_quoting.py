"""Quoting a post in an answer: as much as every reader sees, and only what is there to be read."""

from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dss.markdown import render_markdown
from forums import actions
from forums.enums import ShownAs
from forums.models import Post
from forums.quoting import LONGEST_QUOTE, quote_of
from tests.factories import PostFactory
from tests.forums.conftest import BODY, PERSON

pytestmark = pytest.mark.django_db
NOW = timezone.now


def text_of(response):
    return unescape(response.content.decode())


def box_of(page):
    return page.split('name="body"')[1].split(">", 1)[1].split("</textarea>")[0].strip()


@pytest.fixture
def helper(client, scene):
    client.force_login(scene.helper)
    return client


@pytest.mark.parametrize(
    ("way", "told", "kept"),
    [
        (ShownAs.NAME_BODY, [PERSON, BODY], []),
        (ShownAs.BODY, [BODY], [PERSON]),
        (ShownAs.ANONYMOUS, [], [PERSON, BODY]),
    ],
)
def test_words_link_and_byline_as_readers_see_it(helper, scene, open_topic, way, told, kept):
    topic = open_topic(shown_as=way, body="一行目です。\n\n> 前の引用\n\n**二**行目です。")
    post = topic.posts.get()
    page = text_of(helper.get(topic.get_absolute_url()))
    assert f'href="?quote={post.pk}#reply"' in page
    filled = box_of(text_of(helper.get(topic.get_absolute_url(), {"quote": post.pk})))
    assert f"（[投稿1]({post.get_absolute_url()})）：" in filled
    assert "> 一行目です。\n>\n> **二**行目です。" in filled
    assert "前の引用" not in filled
    assert [word for word in told if word not in filled] == []
    assert [word for word in kept if word in filled] == []
    html = render_markdown(filled)
    assert html.startswith("<blockquote>")
    assert f'<a href="{post.get_absolute_url()}"' in html


def test_an_expert_is_quoted_by_name(helper, scene, open_topic, answer):
    topic = open_topic(experts_invited=True)
    post = answer(topic, actor=scene.expert)
    assert "信頼 学（架空研究所）" in box_of(text_of(helper.get(topic.get_absolute_url(), {"quote": post.pk})))


def test_what_is_gone_elsewhere_or_no_number_is_not_quoted(helper, scene, open_topic, answer):
    topic, other, among = open_topic(), open_topic(body="別の話"), open_topic(body="内輪の話", readers=[scene.body])
    gone = answer(topic, body="消した話", actor=scene.reader)
    actions.delete_post(post=gone, actor=scene.reader, now=NOW())
    for asked in (gone.pk, other.posts.get().pk, among.posts.get().pk, "x", "-1", "9" * 5000, "\x00", ""):
        response = helper.get(topic.get_absolute_url(), {"quote": asked})
        assert response.status_code == 200
        assert box_of(text_of(response)) == ""
    assert helper.get(among.get_absolute_url(), {"quote": among.posts.get().pk}).status_code == 404


def test_where_nobody_answers_nothing_is_offered(helper, scene, open_topic):
    topic = open_topic()
    actions.lock_topic(topic=topic, reason="確認中", actor=scene.operator, now=NOW())
    post = topic.posts.get()
    page = text_of(helper.get(topic.get_absolute_url(), {"quote": post.pk}))
    assert f"?quote={post.pk}" not in page
    assert 'name="body"' not in page


def test_long_and_odd_posts(scene, open_topic):
    topic = open_topic()
    marked = PostFactory(topic=topic, author__name="*星*[x](http://evil.example)_`", body="文です。" * 400)
    marked.topic = topic
    quote = quote_of(marked)
    assert len(quote) < LONGEST_QUOTE + 400
    assert "（以下略）" in quote
    html = render_markdown(quote)
    assert 'evil.example"' not in html
    assert "<em>" not in html
    for body in (
        "```\nコード",
        "あ" * 10_000,
        "> だけ",
        "![図](https://evil.example/a.png)",
        "# 見出し\n- 項目\n| a | b |",
    ):
        html = render_markdown(
            quote_of(
                Post(
                    topic=topic,
                    pk=1,
                    number=2,
                    author=scene.asker,
                    municipality=scene.body,
                    shown_as="anonymous",
                    body=body,
                )
            )
            + "返事です。"
        )
        assert html.count("<blockquote>") == html.count("</blockquote>") == 1
        assert html.rstrip().endswith("<p>返事です。</p>")
        assert '<a href="https://evil' not in html


def test_quoting_goes_below_the_draft_and_a_name_kept_back_is_noticed(client, scene, open_topic):
    topic = open_topic(shown_as=ShownAs.NAME_BODY)
    client.force_login(scene.asker)
    post = topic.posts.get()
    client.post(reverse("forums:topic_reply_draft", args=[topic.pk]), {"body": "書きかけ", "shown_as": "anonymous"})
    filled = box_of(text_of(client.get(topic.get_absolute_url(), {"quote": post.pk})))
    assert filled.startswith("書きかけ\n\n> ")
    sent = {"body": filled, "shown_as": "anonymous", "client_token": "0f0e0d0c-0000-4000-8000-000000000000"}
    refused = client.post(reverse("forums:topic_reply", args=[topic.pk]), sent)
    assert refused.status_code == 422
    assert "表示しない設定の言葉" in text_of(refused)


def test_the_answers_draft_is_filled_in_again_at_no_further_query(helper, scene, open_topic):
    topic = open_topic()
    address = topic.get_absolute_url()
    costs = []
    for _ in range(2):
        helper.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = text_of(helper.get(address))
        costs.append(len(asked))
        helper.post(
            reverse("forums:topic_reply_draft", args=[topic.pk]), {"body": "書きかけの回答", "shown_as": "body"}
        )
        helper.get(address)
    assert costs[0] == costs[1] <= 8
    assert box_of(page) == "書きかけの回答"
    assert "書きかけの下書きを戻しました" in page
    draft = page.split("/topics/drafts/")[1].split("/")[0]
    assert helper.post(reverse("forums:draft_discard", args=[draft]))["Location"] == f"{address}#reply"
    assert box_of(text_of(helper.get(address))) == ""


def test_a_moved_topic_says_so_to_staff(client, scene, open_topic):
    topic = open_topic(experts_invited=True)
    target = type(scene.board).objects.create(slug="other", name="別の課", purpose="目的", created_at=NOW())
    actions.move_topic(topic=topic, board=target, actor=scene.asker, now=NOW())
    for person, is_told in ((scene.reader, True), (scene.expert, False)):
        client.force_login(person)
        page = text_of(client.get(topic.get_absolute_url()))
        assert (f"「{scene.board.name}」から移りました" in page) is is_told
        assert (scene.board.name in page) is is_told
