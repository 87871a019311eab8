"""What is rendered once for many carries nothing of one reader to another, and nothing old."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from forums import actions
from forums.enums import ReactionKind, ShownAs
from forums.fragments import _face, _tools
from forums.models import Post

pytestmark = pytest.mark.django_db


def post_of(client, user, topic, number):
    """The post's own part of the page as `user` reads it."""
    client.force_login(user)
    page = client.get(topic.get_absolute_url()).content.decode()
    return re.search(rf'<article class="[^"]*" id="post-{number}".*?</article>', page, re.DOTALL)[0]


def test_rights_stay_with_their_reader(client, scene, open_topic, answer):
    topic = open_topic(experts_invited=True)
    post = answer(topic)
    edit, react = reverse("forums:post_edit", args=[post.pk]), reverse("forums:post_react", args=[post.pk])
    accept = reverse("forums:post_accept", args=[post.pk])
    seen = {
        reader: {link for link in (edit, react, accept) if link in post_of(client, reader, topic, post.number)}
        for reader in (scene.helper, scene.asker, scene.expert, scene.reader, scene.helper)
    }
    assert seen == {
        scene.helper: {edit},
        scene.asker: {react, accept},
        scene.expert: {react},
        scene.reader: {react},
    }
    assert "あなたの投稿" not in post_of(client, scene.reader, topic, post.number)
    assert "あなたの投稿" in post_of(client, scene.helper, topic, post.number)


def test_a_reaction_is_only_its_givers(client, scene, open_topic, answer):
    topic = open_topic()
    post = answer(topic)
    actions.react_post(post=post, kind=ReactionKind.LIKE, actor=scene.asker, now=timezone.now())
    assert "reaction--mine" in post_of(client, scene.asker, topic, post.number)
    other = post_of(client, scene.reader, topic, post.number)
    assert "reaction--mine" not in other
    assert "いいね <span>1</span>" in other


@pytest.mark.parametrize("way", [ShownAs.NAME_BODY, ShownAs.BODY, ShownAs.ANONYMOUS])
def test_nothing_old_is_shown(client, scene, open_topic, answer, way):
    """Text, name and removal: whatever a fragment shows, it is remembered by."""
    topic = open_topic()
    post = answer(topic, shown_as=way, body="はじめの文章")
    assert "はじめの文章" in post_of(client, scene.reader, topic, post.number)
    edited = {"body": "あとの文章", "title": "", "revision": post.revision, "services": []}
    actions.edit_post(post=post, actor=scene.helper, now=timezone.now(), **edited)
    shown = post_of(client, scene.reader, topic, post.number)
    assert "あとの文章" in shown
    assert "はじめの文章" not in shown
    User.objects.filter(pk=scene.helper.pk).update(name="改名 済子")
    shown = post_of(client, scene.reader, topic, post.number)
    assert ("改名 済子" in shown) == (way == ShownAs.NAME_BODY)
    assert "答野 助" not in shown
    actions.delete_post(post=Post.objects.get(pk=post.pk), actor=scene.helper, now=timezone.now())
    shown = post_of(client, scene.reader, topic, post.number)
    assert "あとの文章" not in shown
    assert "削除しました" in shown


def test_a_post_is_rendered_once_for_all_who_see_the_same(client, scene, open_topic):
    topic = open_topic()
    _face.cache_clear(), _tools.cache_clear()
    for reader in (scene.reader, scene.helper, scene.reader):
        post_of(client, reader, topic, 1)
    assert (_face.cache_info().misses, _tools.cache_info().misses) == (1, 1)
    post_of(client, scene.asker, topic, 1)
    assert (_face.cache_info().misses, _tools.cache_info().misses) == (1, 2)
