"""Finding projects: words as in the catalogue, filters, orders; nothing of other bodies, whatever is asked."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import actions
from procurement.actions import ProjectFacts
from procurement.enums import MemberRole
from procurement.models import ProjectSearch
from tests.factories import (
    CategoryFactory,
    MembershipFactory,
    ProjectFactory,
    PublishedServiceFactory,
)

NOW = timezone.now
pytestmark = pytest.mark.django_db


def make(scene, title, need="", services=(), actor=None, **facts):
    return actions.create_project(
        facts=ProjectFacts(title=title, need=need, **facts),
        services=services,
        client_token=uuid4(),
        actor=actor or scene.asker,
        now=NOW(),
    )


@pytest.fixture
def listed(client, scene):
    """The titles on the page, in order, for the asker."""

    def titles(user=None, **query):
        client.force_login(user or scene.asker)
        response = client.get(reverse("procurement:project_list"), query)
        assert response.status_code == 200
        return [project.title for project in response.context["page"]]

    return titles


@pytest.mark.parametrize("words", ["ちゃっとぼっと", "ﾁｬｯﾄﾎﾞｯﾄ", "チャットボット 窓口", "窓口のチャットボット"])
def test_words_are_folded_as_in_the_catalogue(scene, listed, words):
    make(scene, "窓口のチャットボット導入")
    make(scene, "公用車の予約")
    assert listed(q=words) == ["窓口のチャットボット導入"]


def test_need_notes_and_candidates_are_searched(scene, listed):
    service = PublishedServiceFactory(name="議事録たすけ（架空）")
    project = make(scene, "会議の改善", need="夜間の問い合わせに答えたい", services=[service])
    actions.write_project_note(
        project=project, body="庁内の要望は録音が中心", client_token=uuid4(), actor=scene.colleague, now=NOW()
    )
    for words in ("夜間", "議事録", "録音"):
        assert listed(q=words) == ["会議の改善"]
    actions.edit_project(
        project=project,
        facts=ProjectFacts(title="会議の改善", need="日中だけでよい"),
        revision=project.revision,
        actor=scene.asker,
        now=NOW(),
    )
    assert listed(q="夜間") == []
    actions.remove_candidate(candidate=project.candidates.get(), actor=scene.asker, now=NOW())
    assert listed(q="議事録") == []


def test_another_bodys_projects_are_found_by_nothing(scene, listed):
    secret = make(scene, "極秘の調達", need="極秘", actor=scene.asker)
    theirs = MembershipFactory().user
    assert ProjectSearch.objects.filter(pk=secret.pk).exists()
    for query in ({"q": "極秘"}, {"q": "極秘", "sort": "title"}, {"person": scene.asker.pk}, {"scope": "active"}, {}):
        assert listed(user=theirs, **query) == []
    assert listed(q="極秘") == ["極秘の調達"]


def test_the_choice_of_people_shows_ones_own_body_alone(client, scene):
    make(scene, "案件", actor=scene.asker)
    client.force_login(scene.stranger)
    make(scene, "よその案件", actor=scene.stranger)
    shown = client.get(reverse("procurement:project_list")).content.decode()
    assert scene.stranger.name in shown
    assert scene.asker.name not in shown


def test_filters(scene, listed):
    category = CategoryFactory()
    one = make(scene, "甲", budget_year=2027, category=category)
    make(scene, "乙", budget_year=2026, actor=scene.colleague)
    assert listed(year=2027) == ["甲"]
    assert listed(category=category.code) == ["甲"]
    assert listed(person=scene.colleague.pk) == ["乙"]
    actions.add_project_member(
        project=one, person=scene.colleague, role=MemberRole.FOLLOWER, actor=scene.asker, now=NOW()
    )
    assert set(listed(person=scene.colleague.pk)) == {"甲", "乙"}
    actions.archive_project(project=one, actor=scene.asker, now=NOW())
    assert listed(year=2027) == []
    assert listed(year=2027, scope="archived") == ["甲"]
    assert listed(scope="active") == ["乙"]


def test_orders(scene, listed):
    make(scene, "ろ", budget_year=2025)
    make(scene, "は", budget_year=2027)
    make(scene, "い")
    assert listed(sort="title") == ["い", "は", "ろ"]
    assert listed(sort="year") == ["は", "ろ", "い"]
    assert listed(sort="created") == ["い", "は", "ろ"]
    assert listed(sort="？？") == listed()


def test_words_with_an_order_of_choice(scene, listed):
    for title in ("窓口の予約B", "窓口の予約A"):
        make(scene, title)
    make(scene, "公用車")
    assert listed(q="窓口", sort="title") == ["窓口の予約A", "窓口の予約B"]
    assert set(listed(q="窓口")) == {"窓口の予約A", "窓口の予約B"}


def test_pages(client, scene, listed):
    ProjectFactory.create_batch(21, municipality=scene.body)
    assert len(listed()) == 20
    assert len(listed(page=2)) == 1
    assert len(listed(page="9" * 30)) == 1
    assert listed(q="\0") == listed()


@pytest.mark.parametrize("query", [{}, {"q": "窓口"}, {"q": "窓口", "sort": "title"}])
def test_queries_do_not_grow(client, scene, query):
    client.force_login(scene.asker)

    def count():
        client.get(reverse("procurement:project_list"), query)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("procurement:project_list"), query)
        return len(queries)

    make(scene, "窓口の予約")
    few = count()
    make(scene, "窓口の案内")
    make(scene, "窓口の支払い", actor=scene.colleague)
    assert count() == few <= 8
