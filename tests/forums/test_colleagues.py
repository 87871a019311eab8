"""Colleagues found by their experience: only who wants it, never an address, nothing that was not signed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.memberships import leave_membership
from accounts.models import MunicipalMembership, Profile, WorkExperience
from forums import actions
from forums.enums import ReactionKind, ShownAs
from tests.factories import MembershipFactory, ProfileFactory

pytestmark = pytest.mark.django_db
LIST = reverse("forums:colleague_list")


def colleague(name="見出 葉子", reach="asked", work="S01", years=5, **body):
    row = MembershipFactory(user__name=name, **{f"municipality__{key}": value for key, value in body.items()})
    ProfileFactory(user=row.user, reach=reach, strengths="議事録の自動作成", can_be_asked="窓口の改革")
    WorkExperience.objects.create(user=row.user, work_code=work, years=years)
    return row.user


def names(client, query=""):
    return [each.name for each in client.get(LIST + query).context["colleagues"]]


def test_only_who_wants_to_be_found_is_found(scene, client):
    colleague("隠れ 人", reach="hidden")
    found = colleague("探せる 人", reach="found")
    gone = colleague("去った 人")
    leave_membership(actor=gone, now=timezone.now())
    client.force_login(scene.reader)
    page = client.get(LIST).content.decode()
    assert names(client) == ["探せる 人"]
    assert found.email not in page
    assert client.get(reverse("forums:colleague_detail", args=[gone.pk])).status_code == 404
    Profile.objects.update(reach="hidden")
    assert client.get(reverse("forums:colleague_detail", args=[found.pk])).status_code == 404


@pytest.mark.parametrize("who", ["expert", "seller", "member", "operator"])
def test_others_learn_nothing(scene, client, who):
    person = colleague()
    client.force_login(getattr(scene, who))
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("forums:colleague_detail", args=[person.pk])).status_code == 404
    assert not MunicipalMembership.objects.visible_to(getattr(scene, who)).exists()


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("?work=S01", ["一番 人", "二番 人"]),
        ("?work=S02", ["三番 人"]),
        ("?q=議事録 窓口", ["一番 人", "二番 人", "三番 人"]),
        ("?q=議事録 存在しない", []),
        ("?kind=town", ["二番 人"]),
        ("?prefecture=47", ["三番 人"]),
        ("?population=under_5k", ["二番 人"]),
        ("?network=beta", ["三番 人"]),
        ("?similar=on", ["一番 人"]),
        ("?asked=on", ["一番 人", "三番 人"]),
    ],
)
def test_the_filters(scene, client, query, hits):
    colleague("一番 人", years=9, kana="あ")
    colleague("二番 人", years=2, kana="い", reach="found", kind="town", population_band="under_5k")
    colleague("三番 人", work="S02", kana="う", prefecture_code="47", network_model="beta", kind="village")
    client.force_login(scene.reader)
    assert names(client, query) == hits


@pytest.mark.parametrize("query", ["?work=ZZZ", "?kind=x", "?prefecture=99", "?q=%00", "?network=1"])
def test_a_wrong_filter_widens_nothing(scene, client, query):
    colleague()
    client.force_login(scene.reader)
    response = client.get(LIST + query)
    assert response.status_code == 200
    assert not response.context["colleagues"]
    assert "読み取れない条件があります" in response.content.decode()


def test_only_signed_posts_are_shown_and_counted(scene, open_topic, answer, client):
    person = colleague()
    topic = open_topic(title="公開の相談")
    for way, words in (
        (ShownAs.NAME_BODY, "署名の答え"),
        (ShownAs.BODY, "団体の答え"),
        (ShownAs.ANONYMOUS, "匿名の答え"),
    ):
        post = answer(topic, actor=person, shown_as=way, body=words)
        actions.react_post(post=post, kind=ReactionKind.HELPFUL, actor=scene.reader, now=timezone.now())
    among = open_topic(title="限られた相談", readers=[person.memberships.get().municipality])
    post = answer(among, actor=person, body="内輪の答え")
    actions.react_post(post=post, kind=ReactionKind.HELPFUL, actor=scene.asker, now=timezone.now())
    client.force_login(scene.reader)
    response = client.get(reverse("forums:colleague_detail", args=[person.pk]))
    page = response.content.decode()
    assert response.context["colleague"].thanks == 1
    assert "署名の答え" in page
    assert not [words for words in ("団体の答え", "匿名の答え", "内輪の答え", "限られた相談") if words in page]
    assert [each.thanks for each in client.get(LIST).context["colleagues"]] == [1]
    actions.delete_post(post=topic.posts.get(body="署名の答え"), actor=person, now=timezone.now())
    response = client.get(reverse("forums:colleague_detail", args=[person.pk]))
    assert (response.context["colleague"].thanks, response.context["posts"]) == (0, [])


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(scene, client, django_assert_max_num_queries, rows):
    for _ in range(rows):
        colleague()
    client.force_login(scene.reader)
    with django_assert_max_num_queries(8) as queries:
        client.get(LIST + "?work=S01")
    assert len(queries) == 4


def test_one_s_own_contributions_are_told_to_oneself_alone(scene, open_topic, answer, client):
    topic = open_topic(shown_as=ShownAs.ANONYMOUS, title="匿名の相談です")
    post = answer(topic, actor=scene.helper, shown_as=ShownAs.BODY)
    for kind in (ReactionKind.HELPFUL, ReactionKind.SAME):
        actions.react_post(post=post, kind=kind, actor=scene.reader, now=timezone.now())
    address = reverse("forums:contribution_list")
    client.force_login(scene.helper)
    page = client.get(address + "?of=posts").content.decode()
    assert "参考になった 1、うちも同じ 1" in page
    assert "団体名だけを表示する" in page
    assert "氏名を表示した投稿の分だけです" in page
    assert client.get(address).context["thanks"] == 0
    client.force_login(scene.asker)
    page = client.get(address).content.decode()
    assert "匿名の相談です" in page
    assert "匿名にする" in page
    client.force_login(scene.reader)
    assert "匿名の相談です" not in client.get(address).content.decode()
    client.force_login(scene.seller)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("of", ["topics", "posts", "documents", "reviews", "adoptions", "events", "x", "%00"])
def test_every_kind_of_contribution_has_its_list(scene, client, of, django_assert_max_num_queries):
    client.force_login(scene.reader)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("forums:contribution_list") + f"?of={of}").status_code == 200
