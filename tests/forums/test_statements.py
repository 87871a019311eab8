"""An expert writes only while their statement about ties to vendors is of the last year."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Advisor
from accounts.policies import can_speak_as_advisor
from accounts.querysets import STATEMENT_LIFETIME
from dss.access import PolicyRefused
from forums.models import Post
from tests.factories import AdvisorFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.mark.parametrize(
    ("stated_at", "may"),
    [
        (None, False),
        (NOW, True),
        (NOW - STATEMENT_LIFETIME + timedelta(hours=1), True),
        (NOW - STATEMENT_LIFETIME, False),
    ],
)
def test_the_property_and_the_query_agree(stated_at, may):
    advisor = AdvisorFactory(conflicts_stated_at=stated_at)
    assert advisor.has_stated(NOW) is may
    assert Advisor.objects.stated(NOW).exists() is may
    assert Advisor.objects.unstated(NOW).exists() is not may
    assert bool(can_speak_as_advisor(advisor.user)) is may


@pytest.mark.parametrize(
    ("stated_at", "words"), [(None, "書き込む前に"), (NOW - STATEMENT_LIFETIME, "1年が過ぎました")]
)
def test_an_answer_waits_for_the_statement(scene, open_topic, answer, client, stated_at, words):
    topic = open_topic(experts_invited=True)
    Advisor.objects.update(conflicts_stated_at=stated_at)
    with pytest.raises(PolicyRefused, match=words):
        answer(topic, actor=scene.expert)
    client.force_login(scene.expert)
    assert words in client.get(topic.get_absolute_url()).content.decode()
    assert client.post(reverse("forums:topic_reply", args=[topic.pk]), {"body": "答え"}).status_code != 302
    assert Post.objects.filter(topic=topic).count() == 1
    Advisor.objects.update(conflicts_stated_at=timezone.now())
    assert answer(topic, actor=scene.expert).by_expert


def test_without_the_statement_an_answer_is_taken_back_but_not_written_anew(scene, open_topic, answer, client):
    topic = open_topic(experts_invited=True)
    post = answer(topic, actor=scene.expert)
    Advisor.objects.update(conflicts_stated_at=NOW - STATEMENT_LIFETIME)
    client.force_login(scene.expert)
    page = client.get(topic.get_absolute_url()).content.decode()
    edit, delete = (reverse(f"forums:post_{name}", args=[post.pk]) for name in ("edit", "delete"))
    assert (edit in page, delete in page) == (False, True)
    assert client.post(edit, {"body": "広告", "revision": 1}).status_code == 403
    post.refresh_from_db()
    assert post.revision == 1
    assert client.post(delete).status_code == 302


def test_the_statement_is_read_by_staff_with_its_date(scene, client):
    client.force_login(scene.reader)
    advisor = scene.expert.advisor
    assert "ないと申告しています" in client.get(advisor.get_absolute_url()).content.decode()
    Advisor.objects.update(conflicts_stated_at=NOW - STATEMENT_LIFETIME)
    assert "1年が過ぎています" in client.get(advisor.get_absolute_url()).content.decode()


def test_every_answer_leads_to_the_statement_of_its_expert(scene, open_topic, answer, client):
    topic = open_topic(experts_invited=True)
    Advisor.objects.update(conflicts="架空社の顧問")
    post, other = answer(topic, actor=scene.expert), answer(topic)
    address = reverse("forums:expert_statement", args=[post.pk])
    for who in (scene.reader, scene.expert):
        client.force_login(who)
        assert address in client.get(topic.get_absolute_url()).content.decode()
        assert "架空社の顧問" in client.get(address).content.decode()
    assert client.get(reverse("forums:expert_statement", args=[other.pk])).status_code == 404
    client.force_login(scene.expert)
    client.post(reverse("accounts:advisor_retire"))
    assert client.get(address).status_code == 404
    client.force_login(scene.reader)
    page = client.get(address).content.decode()
    assert "架空社の顧問" in page
    assert "退任しました" in page


def test_who_left_sees_nothing_at_the_next_request_and_the_answers_stay(scene, open_topic, answer, client):
    topic = open_topic(experts_invited=True)
    answer(topic, actor=scene.expert, body="専門家の意見です。")
    client.force_login(scene.expert)
    assert client.get(topic.get_absolute_url()).status_code == 200
    client.post(reverse("accounts:advisor_retire"))
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(reverse("forums:topic_list")).status_code == 403
    client.force_login(scene.reader)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert "専門家の意見です。" in page
    assert "信頼 学（架空研究所）" in page
