"""What somebody has begun to write survives, and is nobody else's."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership
from dss.access import DomainError, PolicyRefused
from forums import actions, drafting, jobs
from forums.actions.drafts import MOST_DRAFTS
from forums.models import DRAFT_LENGTH, Post, PostDraft, Topic
from tests.factories import BoardFactory, TopicFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now
TEXT = "書きかけの大事な文章です。"


def text_of(response):
    return unescape(response.content.decode())


def save(place, actor, **changes):
    arguments = {"entered": {"body": TEXT}, "client_token": None, "now": NOW()}
    return actions.save_draft(place=place, actor=actor, **(arguments | changes))


def key_in(page):
    return page.split('name="draft_key" value="')[1].split('"')[0]


@pytest.fixture
def asker(client, scene):
    client.force_login(scene.asker)
    return client


def test_a_new_topic_is_filled_in_again(asker, scene):
    form = reverse("forums:topic_create", args=[scene.board.slug])
    sent = {
        "kind": "sharing",
        "title": "決め手",
        "body": f"{TEXT}\r\n続き",
        "shown_as": "anonymous",
        "experts_invited": "on",
    }
    response = asker.post(reverse("forums:topic_create_draft", args=[scene.board.slug]), sent)
    assert response["Location"] == form
    page = text_of(asker.get(form))
    assert "下書きを保存しました" in page
    assert "書きかけの下書きを戻しました" in page
    assert f"{TEXT}\n続き</textarea>" in page
    assert 'value="決め手"' in page
    for value in ("sharing", "anonymous"):
        assert f'value="{value}"' in page.split("checked")[0] + page.split("checked")[1]
    assert page.count("checked") == 3
    assert not Topic.objects.exists()


def test_the_script_is_answered_with_a_line(asker, scene):
    address = reverse("forums:topic_create_draft", args=[scene.board.slug])
    answer = asker.post(address, {"body": TEXT, "auto": "1"})
    assert text_of(answer).startswith("下書きを保存しました（")
    assert answer["Content-Type"].startswith("text/plain")
    assert PostDraft.objects.get().entered == {"body": TEXT}
    assert text_of(asker.post(address, {"body": " \n", "title": "", "auto": "1"})) == "下書きはありません"
    assert not PostDraft.objects.exists()


def test_an_edit_goes_on_from_the_revision_it_began_with(asker, scene, open_topic):
    topic = open_topic()
    post = topic.posts.get()
    address, draft = (reverse(f"forums:{name}", args=[post.pk]) for name in ("post_edit", "post_edit_draft"))
    begun = {"title": topic.title, "body": TEXT, "kind": "consultation", "revision": "1"}
    assert asker.post(draft, begun)["Location"] == address
    actions.edit_post(post=post, title=topic.title, body="別の画面の文章", revision=1, actor=scene.asker, now=NOW())
    assert not PostDraft.objects.exists()
    asker.post(draft, begun)
    page = text_of(asker.get(address))
    assert TEXT in page
    assert 'name="revision" value="1"' in page
    refused = asker.post(address, begun)
    assert refused.status_code == 409
    assert "別の画面の文章" in text_of(refused)
    assert TEXT in text_of(refused)


def test_an_edit_that_changes_nothing_needs_no_draft(scene, open_topic):
    topic = open_topic()
    post = topic.posts.get()
    unchanged = {"title": topic.title, "body": post.body, "revision": "1"}
    assert save(post, scene.asker, entered=unchanged) is None
    assert save(post, scene.asker, entered=unchanged | {"title": "別の題名"}) is not None
    assert save(post, scene.asker, entered=unchanged) is None
    assert not PostDraft.objects.exists()


def test_what_was_sent_leaves_no_draft_not_even_when_the_script_is_late(scene, open_topic, answer):
    token = uuid4()
    save(scene.board, scene.asker)
    topic = open_topic(client_token=token)
    assert not PostDraft.objects.exists()
    assert save(scene.board, scene.asker, client_token=token) is None
    save(topic, scene.helper)
    post = answer(topic, client_token=(token := uuid4()))
    assert save(topic, scene.helper, client_token=token) is None
    assert save(post, scene.helper, entered={"body": post.body}) is None
    assert not PostDraft.objects.exists()
    assert save(topic, scene.helper, client_token=uuid4()) is not None


@pytest.mark.django_db(transaction=True)
def test_sending_and_saving_at_once_leave_no_draft(scene, open_topic, answer):
    topic, token = open_topic(), uuid4()
    calls = [lambda: answer(topic, client_token=token), *[lambda: save(topic, scene.helper, client_token=token)] * 9]
    _, refused = all_at_once(calls)
    assert refused == []
    assert (Post.objects.filter(author=scene.helper).count(), PostDraft.objects.count()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_saved_twenty_times_at_once_it_is_one(scene, open_topic):
    topic = open_topic()
    won, refused = all_at_once([lambda: save(topic, scene.helper)] * 20)
    assert (len(won), refused, PostDraft.objects.count()) == (20, [], 1)


def test_nobody_else_finds_it(client, scene, open_topic):
    topic = open_topic(experts_invited=True)
    draft = save(topic, scene.helper)
    discard = reverse("forums:draft_discard", args=[draft.pk])
    others = [scene.asker, scene.reader, scene.expert, scene.seller, scene.member, scene.operator]
    for person in others:
        client.force_login(person)
        assert client.post(discard).status_code == 404
        for address in (reverse("forums:draft_list"), topic.get_absolute_url(), "/search/?q=大事"):
            assert TEXT not in text_of(client.get(address, follow=True))
        assert list(PostDraft.objects.visible_to(person)) == []
    assert PostDraft not in admin.site._registry
    assert not AuditEvent.objects.filter(object_type="forums.postdraft").exists()
    assert client.get(reverse("accounts:report_new", args=["postdraft", draft.pk])).status_code == 404
    assert PostDraft.objects.count() == 1


def test_nobody_else_saves_there(scene, open_topic, answer):
    topic = open_topic()
    for person in (scene.expert, scene.seller, scene.member, scene.operator):
        for place in (scene.board, topic, topic.posts.get()):
            with pytest.raises(PolicyRefused):
                save(place, person)
    with pytest.raises(PolicyRefused):
        save(topic.posts.get(), scene.helper)


def test_the_list_of_ones_own(client, scene, open_topic, answer):
    topic, gone = open_topic(title="読める題名"), open_topic(title="消えた題名")
    removed = answer(topic)
    for place in (scene.board, topic, gone, removed):
        save(place, scene.helper)
    actions.remove_post(post=gone.posts.get(), reason="規約違反", actor=scene.operator, now=NOW())
    actions.delete_post(post=removed, actor=scene.helper, now=NOW())
    client.force_login(scene.helper)
    page = text_of(client.get(reverse("forums:draft_list")))
    assert page.count(TEXT) == 4
    assert "消えた題名" not in page
    assert page.count("いまは開けないページ") == 1
    assert f'href="{topic.get_absolute_url()}#reply"' in page
    assert reverse("forums:post_edit", args=[removed.pk]) not in page
    for draft in PostDraft.objects.filter(author=scene.helper):
        assert client.post(reverse("forums:draft_discard", args=[draft.pk]), {"back": "list"}).status_code == 302
    assert not PostDraft.objects.exists()
    MunicipalMembership.objects.filter(user=scene.helper).update(expires_on="2020-05-31")
    assert client.get(reverse("forums:draft_list")).status_code == 403


def test_the_list_costs_the_same_however_long(client, scene, open_topic, answer):
    client.force_login(scene.helper)
    counts = []
    for total in (1, 3):
        while PostDraft.objects.count() < total:
            save(TopicFactory(board=scene.board), scene.helper)
            save(BoardFactory(), scene.helper)
            save(answer(TopicFactory(board=scene.board)), scene.helper)
        client.get(reverse("forums:draft_list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("forums:draft_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_limits(scene, monkeypatch):
    with pytest.raises(DomainError, match="長すぎる"):
        save(scene.board, scene.asker, entered={"body": "あ" * (DRAFT_LENGTH + 1)})
    assert save(scene.board, scene.asker, entered={"body": "あ" * DRAFT_LENGTH}) is not None
    boards = BoardFactory.create_batch(MOST_DRAFTS - 1)
    PostDraft.objects.bulk_create(
        [PostDraft(author=scene.asker, board=board, entered={"body": "あ"}, saved_at=NOW()) for board in boards]
    )
    with pytest.raises(DomainError, match="100件まで"):
        save(BoardFactory(), scene.asker)
    assert save(scene.board, scene.asker) is not None


def test_a_refused_draft_gives_the_text_back(asker, scene):
    text = "長い文章。" * DRAFT_LENGTH
    address = reverse("forums:topic_create_draft", args=[scene.board.slug])
    for sent in ({"body": text}, {"body": text, "auto": "1"}):
        response = asker.post(address, sent)
        assert response.status_code == 409
        assert "長すぎる" in text_of(response)
    assert text in text_of(asker.post(address, {"body": text}))


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\u202e", "\u200b"])
def test_odd_signs_are_no_fault(asker, scene, bad):
    address = reverse("forums:topic_create_draft", args=[scene.board.slug])
    sent = {
        "body": f"あ{bad}い".encode("utf-8", "surrogatepass"),
        "revision": "9" * 5000,
        "client_token": bad.encode("utf-8", "surrogatepass"),
    }
    assert asker.post(address, sent).status_code == 302
    assert asker.get(reverse("forums:topic_create", args=[scene.board.slug])).status_code == 200


def test_the_database_keeps_one_place_and_one_draft(scene, open_topic):
    facts = {"author": scene.asker, "entered": {"body": "あ"}, "saved_at": NOW()}
    topic = open_topic()
    PostDraft.objects.create(topic=topic, **facts)
    for places in ({}, {"topic": topic}, {"topic": topic, "board": scene.board}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PostDraft.objects.create(**facts | places)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostDraft.objects.create(board=scene.board, **facts | {"entered": {"body": "あ" * 100_001}})


def test_forgotten_drafts_go(scene, open_topic):
    now = NOW()
    old, new = (
        save(scene.board, scene.asker, now=now - timedelta(days=91)),
        save(open_topic(), scene.asker, now=now - timedelta(days=89)),
    )
    jobs.purge_drafts(now=now)
    assert list(PostDraft.objects.all()) == [new]
    assert old.pk != new.pk


class TestLostSession:
    """The form was opened with a session; the text comes without one."""

    def opened(self, scene, name="topic_create", *args):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(scene.asker)
        address = reverse(f"forums:{name}", args=args or [scene.board.slug])
        page = text_of(browser.get(address))
        sent = {
            "kind": "consultation",
            "title": "決め手",
            "body": TEXT,
            "shown_as": "anonymous",
            "client_token": str(uuid4()),
            "draft_key": key_in(page),
            "csrfmiddlewaretoken": page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0],
        }
        browser.cookies.pop("dss_session")
        return browser, address, sent

    def test_the_text_waits_for_who_wrote_it(self, scene):
        browser, address, sent = self.opened(scene)
        response = browser.post(address, sent)
        assert response.status_code == 302
        assert response["Location"].endswith(f"?next={address}")
        login = text_of(browser.get(response["Location"]))
        assert "書いた文章は下書きに保存しました" in login
        assert TEXT not in login
        assert not Topic.objects.exists()
        browser.force_login(scene.reader)
        assert TEXT not in text_of(browser.get(address))
        assert TEXT not in text_of(browser.get(reverse("forums:draft_list")))
        browser.force_login(scene.asker)
        page = text_of(browser.get(address))
        assert f"{TEXT}</textarea>" in page
        assert 'value="決め手"' in page

    def test_an_edit_too(self, scene, open_topic):
        post = open_topic().posts.get()
        browser, address, sent = self.opened(scene, "post_edit", post.pk)
        assert browser.post(address, sent | {"revision": "1"})["Location"].endswith(f"?next={address}")
        browser.force_login(scene.asker)
        assert f"{TEXT}</textarea>" in text_of(browser.get(address))

    def test_the_script_is_told(self, scene):
        browser, address, sent = self.opened(scene)
        response = browser.post(f"{address}draft/", sent | {"auto": "1"})
        assert response.status_code == 401
        assert "下書きに保存しました" in text_of(response)
        assert PostDraft.objects.get().author == scene.asker

    @pytest.mark.parametrize("key", ["", "x", "あ", "x:y:z", "\x00"])
    def test_without_a_key_of_ours_the_text_is_given_back(self, scene, key):
        browser, address, sent = self.opened(scene)
        response = browser.post(address, sent | {"draft_key": key})
        assert response.status_code == 401
        assert TEXT in text_of(response)
        assert f"next={address.replace('/', '%2F')}" in text_of(response) or f"next={address}" in text_of(response)
        assert not PostDraft.objects.exists()

    def test_a_key_is_for_one_place_one_password_and_some_days(self, scene, monkeypatch):
        browser, address, sent = self.opened(scene)
        elsewhere = reverse("forums:topic_create", args=[BoardFactory().slug])
        assert browser.post(elsewhere, sent).status_code == 401
        late = NOW() + drafting.KEY_LIFE + timedelta(minutes=1)
        monkeypatch.setattr("forums.middleware.timezone.now", lambda: late)
        assert browser.post(address, sent).status_code == 401
        monkeypatch.undo()
        scene.asker.set_password("ほかの長い合言葉")
        scene.asker.save()
        assert browser.post(address, sent).status_code == 401
        assert not PostDraft.objects.exists()

    def test_who_lost_access_keeps_the_words_on_the_screen_alone(self, scene):
        browser, address, sent = self.opened(scene)
        MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
        response = browser.post(address, sent)
        assert response.status_code == 401
        assert TEXT in text_of(response)
        assert not PostDraft.objects.exists()

    def test_strangers_learn_nothing_of_what_exists(self, scene, open_topic):
        answers = set()
        for number in (open_topic().pk, 999_999_999):
            response = Client().post(reverse("forums:topic_reply", args=[number]), {"body": TEXT})
            answers.add((response.status_code, text_of(response).replace(str(number), "N")))
        assert len(answers) == 1
        assert Client().post(reverse("forums:topic_reply", args=[1]), {"body": " "}).status_code == 302

    def test_a_foreign_page_cannot_use_it(self, scene):
        browser, address, sent = self.opened(scene)
        sent["csrfmiddlewaretoken"] = "x" * 64
        sent["draft_key"] = "x"
        response = browser.post(address, sent, headers={"Origin": "https://evil.example"})
        assert response.status_code == 403
        assert TEXT not in text_of(response)
        assert not PostDraft.objects.exists()


class TestRefusedToken:
    """Somebody logged in again in another tab: the form's token is old."""

    def test_the_text_is_kept_and_given_back(self, scene):
        browser, address, sent = TestLostSession().opened(scene)
        browser.force_login(scene.asker)
        sent["csrfmiddlewaretoken"] = "x" * 64
        response = browser.post(address, sent, headers={"Origin": "http://testserver"})
        page = text_of(response)
        assert response.status_code == 403
        assert TEXT in page
        assert "下書きに保存しました" in page
        assert sent["draft_key"] not in page
        assert sent["client_token"] not in page
        assert f"{TEXT}</textarea>" in text_of(browser.get(address))

    def test_elsewhere_the_words_are_given_back_but_no_secrets(self, scene):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(scene.asker)
        here = {"Origin": "http://testserver"}
        page = text_of(browser.post("/inquiries/1/reply/", {"body": TEXT, "password": "あ い"}, headers=here))
        assert TEXT in page
        assert "あ い" not in page
        assert TEXT not in text_of(browser.post("/accounts/login/", {"login": TEXT}, headers=here))
        assert TEXT not in text_of(browser.post("/inquiries/1/reply/", {"body": TEXT}))
