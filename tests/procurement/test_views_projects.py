"""The pages of projects: what colleagues see and do, what strangers get, how many queries a page takes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import actions
from procurement.enums import ProjectStepKind, Verdict
from procurement.indexing import PROJECTS
from procurement.models import Candidate, Project, ProjectNote, ProjectStep
from tests.factories import (
    CandidateFactory,
    MembershipFactory,
    ProjectFactory,
    ProjectNoteFactory,
    PublishedServiceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker, title="議事録の作成支援")


def page(client, user, name, *args, status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"procurement:{name}", args=args), query)
    assert response.status_code == status, (name, response.status_code)
    return response


def text(response):
    return response.content.decode()


def send(client, user, name, *args, query="", **data):
    client.force_login(user)
    return client.post(reverse(f"procurement:{name}", args=args) + query, data)


# --- Making ---------------------------------------------------------------------------------------------------------


def test_from_a_comparison_to_the_project(client, scene):
    other = PublishedServiceFactory(name="会議録の友（架空）")
    query = f"?id={scene.service.pk}&id={other.pk}"
    client.force_login(scene.asker)
    compared = text(client.get(reverse("catalog:service_compare") + query))
    link = f"{reverse('procurement:project_create')}{query.replace('&', '&amp;')}"
    assert link in compared
    shown = text(client.get(reverse("procurement:project_create") + query))
    assert scene.service.name in shown
    assert other.name in shown
    response = send(client, scene.asker, "project_create", query=query, title="会議録", client_token=uuid4())
    project = Project.objects.get()
    assert (response.status_code, response.url) == (302, project.get_absolute_url())
    assert set(project.candidates.values_list("service", flat=True)) == {scene.service.pk, other.pk}
    assert "会議録の友" in text(client.get(response.url))


def test_the_comparison_offers_projects_to_staff_alone(client, scene):
    address = reverse("catalog:service_compare") + f"?id={scene.service.pk}"
    for user in (None, scene.member, scene.seller):
        if user:
            client.force_login(user)
        assert "案件" not in text(client.get(address))


def test_listing_page_leads_to_the_choice_of_a_project(client, scene, project):
    client.force_login(scene.asker)
    link = f"{reverse('procurement:candidate_create')}?id={scene.service.pk}"
    assert link in text(client.get(scene.service.get_absolute_url()))
    shown = text(client.get(link))
    assert project.title in shown
    response = client.post(link, {"project": project.pk})
    assert response.url == f"{project.get_absolute_url()}#candidates"
    assert project.candidates.get().service == scene.service


@pytest.mark.parametrize(
    "query", ["", "?id=0", "?id=x", "?id=999999", "?id=" + "9" * 5000, "?id=1&id=2&id=3&id=4&id=5&id=6"]
)
def test_listings_that_are_not_there_are_not_found(client, scene, query):
    client.force_login(scene.asker)
    assert client.get(reverse("procurement:candidate_create") + query).status_code == 404


def test_another_bodys_project_cannot_be_chosen(client, scene):
    theirs = ProjectFactory(title="よその案件")
    address = f"?id={scene.service.pk}"
    shown = page(client, scene.asker, "candidate_create", id=scene.service.pk)
    assert theirs.title not in text(shown)
    response = send(client, scene.asker, "candidate_create", query=address, project=theirs.pk)
    assert response.status_code == 422
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "あ" * 101),
        ("title", "前\0後"),
        ("need", "あ" * 4001),
        ("budget_year", "1999"),
        ("category", "x"),
    ],
)
def test_bad_text_is_told_beside_its_field(client, scene, field, value):
    data = {"title": "件名", "client_token": uuid4()} | {field: value}
    response = send(client, scene.asker, "project_create", **data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Project.objects.exists()


def test_a_double_submit_makes_one_project(client, scene):
    data = {"title": "件名", "client_token": uuid4()}
    assert (
        send(client, scene.asker, "project_create", **data).url
        == send(client, scene.asker, "project_create", **data).url
    )
    assert Project.objects.count() == 1


# --- Reading --------------------------------------------------------------------------------------------------------


def test_the_list_shows_ones_own_bodys_projects(client, scene, project):
    ProjectFactory(title="よその案件")
    archived = ProjectFactory(municipality=scene.body, title="昔の案件", status="archived", archived_at=timezone.now())
    shown = text(page(client, scene.colleague, "project_list"))
    assert project.title in shown
    assert "よその案件" not in shown
    assert archived.title not in shown
    assert archived.title in text(page(client, scene.colleague, "project_list", scope="archived"))
    assert project.title not in text(page(client, scene.colleague, "project_list", scope="mine"))
    assert project.title in text(page(client, scene.asker, "project_list", scope="mine"))
    PROJECTS.reindex_stale()
    assert project.title in text(page(client, scene.asker, "project_list", q="作成支援"))
    assert "条件に合う案件がありません" in text(page(client, scene.asker, "project_list", q="％"))


@pytest.mark.parametrize("query", [{"scope": "x"}, {"year": "x"}, {"category": "x"}, {"person": "x"}])
def test_filters_that_make_no_sense_show_nothing(client, scene, project, query):
    shown = text(page(client, scene.asker, "project_list", **query))
    assert project.title not in shown
    assert "条件が正しくありません" in shown


def test_without_a_membership_the_area_explains_itself(client, scene):
    for user in (scene.member, scene.seller):
        assert "所属の確認が済んだ自治体職員" in text(page(client, user, "project_list", status=403))


@pytest.mark.parametrize("who", ["stranger", "seller", "rival", "member"])
def test_strangers_find_nothing(client, scene, project, who):
    candidate = CandidateFactory(project=project, service=scene.service)
    user = getattr(scene, who)
    for name in ("project_detail", "project_edit", "project_history", "project_hand_over"):
        page(client, user, name, project.pk, status=404)
    page(client, user, "candidate_judge", candidate.pk, status=404)
    for name in ("project_note", "project_archive", "project_restore", "project_reopen", "project_take_over"):
        assert send(client, user, name, project.pk).status_code == 404
    for name in ("candidate_judge", "candidate_refresh", "candidate_remove"):
        assert send(client, user, name, candidate.pk).status_code == 404


def test_the_page_shows_what_happened(client, scene, project):
    now = timezone.now()
    actions.write_project_note(
        project=project, body="庁内で\n確認した", client_token=uuid4(), actor=scene.asker, now=now
    )
    actions.take_over_project(project=project, seen_lead_id=scene.asker.pk, actor=scene.colleague, now=now)
    shown = text(page(client, scene.colleague, "project_detail", project.pk))
    for expected in ("庁内で\n確認した", "担当を引き継いだ", f"{scene.asker.name} → {scene.colleague.name}"):
        assert expected in shown
    only = text(page(client, scene.colleague, "project_history", project.pk, only="notes"))
    assert "庁内で" in only
    assert "担当を引き継いだ" not in only


def test_the_history_has_pages(client, scene, project):
    for number in range(60):
        ProjectStep.objects.create(
            project=project, kind=ProjectStepKind.EDITED, subject=f"{number}番目", at=timezone.now()
        )
    shown = text(page(client, scene.asker, "project_detail", project.pk))
    assert "59番目" in shown
    assert "40番目" not in shown
    assert "0番目" in text(page(client, scene.asker, "project_history", project.pk, page="2"))


# --- Doing ----------------------------------------------------------------------------------------------------------


def test_the_second_of_two_edits_sees_both_texts(client, scene, project):
    first = {"title": "先の件名", "need": "先の文", "revision": 1, "client_token": uuid4()}
    assert send(client, scene.colleague, "project_edit", project.pk, **first).status_code == 302
    second = first | {"title": "後の件名", "need": "後の文"}
    response = send(client, scene.asker, "project_edit", project.pk, **second)
    assert response.status_code == 409
    for expected in ("先の件名", "先の文", "後の件名", "後の文", "まだ保存していません"):
        assert expected in text(response)
    assert response.context["shown"]["revision"].value() == 2
    assert send(client, scene.asker, "project_edit", project.pk, **(second | {"revision": 2})).status_code == 302
    assert Project.objects.get().title == "後の件名"


def test_an_edit_without_its_revision_is_refused(client, scene, project):
    response = send(client, scene.asker, "project_edit", project.pk, title="別", client_token=uuid4())
    assert response.status_code == 422
    assert "開き直して" in text(response)


def test_the_second_of_two_verdicts_sees_both(client, scene, project):
    candidate = CandidateFactory(project=project)
    first = {"verdict": "rejected", "reason": "費用が合わない", "revision": 1}
    assert send(client, scene.colleague, "candidate_judge", candidate.pk, **first).status_code == 302
    response = send(
        client, scene.asker, "candidate_judge", candidate.pk, verdict="shortlisted", reason="使いやすい", revision=1
    )
    assert response.status_code == 409
    assert "費用が合わない" in text(response)
    assert "使いやすい" in text(response)
    assert Candidate.objects.get().verdict == Verdict.REJECTED


def test_rejecting_without_a_reason_is_told_beside_the_field(client, scene, project):
    candidate = CandidateFactory(project=project)
    response = send(client, scene.asker, "candidate_judge", candidate.pk, verdict="rejected", reason="　", revision=1)
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors


def test_selected_is_not_set_by_hand(client, scene, project):
    candidate = CandidateFactory(project=project)
    response = send(client, scene.asker, "candidate_judge", candidate.pk, verdict="selected", revision=1)
    assert response.status_code == 422


def test_a_note_that_could_not_be_kept_is_not_lost(client, scene, project):
    actions.archive_project(project=project, actor=scene.asker, now=timezone.now())
    response = send(client, scene.asker, "project_note", project.pk, body="長いメモ", client_token=uuid4())
    assert response.status_code == 422
    assert "長いメモ" in text(response)
    assert "保管されています" in text(response)
    assert not ProjectNote.objects.exists()


def test_take_over_by_a_colleague_who_saw_the_lead(client, scene, project):
    assert "担当を引き継ぐ" in text(page(client, scene.colleague, "project_detail", project.pk))
    late = MembershipFactory(municipality=scene.body).user
    response = send(client, scene.colleague, "project_take_over", project.pk, lead=scene.asker.pk)
    assert response.url == project.get_absolute_url()
    response = send(client, late, "project_take_over", project.pk, lead=scene.asker.pk)
    assert response.status_code == 409
    assert scene.colleague.name in text(response)


def test_hand_over_offers_live_colleagues_alone(client, scene, project):
    lapsed = MembershipFactory(municipality=scene.body, expires_on="2020-05-31", user__name="失効太郎").user
    shown = text(page(client, scene.asker, "project_hand_over", project.pk))
    assert scene.colleague.name in shown
    assert scene.stranger.name not in shown
    assert lapsed.name not in shown
    data = {"successor": lapsed.pk, "lead": scene.asker.pk}
    assert send(client, scene.asker, "project_hand_over", project.pk, **data).status_code == 422
    data = {"successor": scene.colleague.pk, "lead": scene.asker.pk}
    assert send(client, scene.asker, "project_hand_over", project.pk, **data).status_code == 302
    assert Project.objects.get().lead == scene.colleague


def test_states_from_the_page(client, scene, project):
    for name, label in (("project_archive", "保管から戻す"), ("project_restore", "案件を保管する")):
        response = send(client, scene.colleague, name, project.pk)
        assert label in text(client.get(response.url))


# --- Cost -----------------------------------------------------------------------------------------------------------


def count(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(client, scene, project):
    client.force_login(scene.asker)
    address = reverse("procurement:project_list")
    CandidateFactory(project=project)
    few = count(client, address)
    for each in ProjectFactory.create_batch(2, municipality=scene.body):
        CandidateFactory.create_batch(2, project=each)
    assert count(client, address) == few <= 8


def test_the_page_takes_the_same_number_of_queries_however_full_it_is(client, scene, project):
    client.force_login(scene.asker)

    def fill():
        CandidateFactory(project=project)
        note = ProjectNoteFactory(project=project)
        ProjectStep.objects.create(
            project=project, kind=ProjectStepKind.NOTE, note=note, actor=note.author, at=timezone.now()
        )

    fill()
    addresses = [reverse(f"procurement:{name}", args=[project.pk]) for name in ("project_detail", "project_history")]
    few = [count(client, address) for address in addresses]
    fill()
    fill()
    assert [count(client, address) for address in addresses] == few
    assert max(few) <= 8


def test_candidates_in_question_are_compared_in_one_step(client, scene, project):
    first, second, rejected = (
        CandidateFactory(project=project),
        CandidateFactory(project=project),
        CandidateFactory(project=project, verdict=Verdict.REJECTED, reason="高い", judged_at=timezone.now()),
    )
    link = f"{reverse('catalog:service_compare')}?id={first.service_id}&amp;id={second.service_id}"
    shown = text(page(client, scene.asker, "project_detail", project.pk))
    assert f'href="{link}"' in shown
    Candidate.objects.filter(pk=second.pk).update(verdict=Verdict.REJECTED, reason="高い", judged_at=timezone.now())
    assert "候補を並べて比べる" not in text(page(client, scene.asker, "project_detail", project.pk))
    assert rejected.is_outdated is False


def test_long_lists_are_cut_and_searched(client, scene, project, monkeypatch):
    monkeypatch.setattr("procurement.forms.projects.MOST_OFFERED", 1)
    late = MembershipFactory(municipality=scene.body, user__name="和田 最後").user
    shown = text(page(client, scene.asker, "project_hand_over", project.pk))
    assert late.name not in shown
    assert late.name in text(page(client, scene.asker, "project_hand_over", project.pk, q="和田"))
    assert "該当する同僚がいません" in text(page(client, scene.asker, "project_hand_over", project.pk, q="無人"))
    older = ProjectFactory(municipality=scene.body, title="古い案件", updated_at=timezone.now() - timedelta(days=9))
    assert older.title not in text(page(client, scene.asker, "candidate_create", id=scene.service.pk))
    data = {"successor": late.pk, "lead": scene.asker.pk}
    assert send(client, scene.asker, "project_hand_over", project.pk, **data).status_code == 302
    query = f"?id={scene.service.pk}"
    assert send(client, scene.asker, "candidate_create", query=query, project=older.pk).status_code == 302
