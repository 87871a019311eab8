"""What colleagues do with a project: each step, its history, its refusals, who is told."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, MunicipalMembership, Notification, OutboxMail
from catalog.models import Service
from dss.access import DomainError, PolicyRefused
from procurement import actions
from procurement.enums import ProjectStatus, ProjectStepKind, Verdict
from procurement.models import MOST_CANDIDATES, Candidate, Project, ProjectNote, ProjectStep
from tests.factories import (
    CandidateFactory,
    MembershipFactory,
    ProjectFactory,
    PublishedServiceFactory,
    ServiceVersionFactory,
)

pytestmark = pytest.mark.django_db
FACTS = actions.ProjectFacts(title="議事録の作成支援", need="会議録を早く出したい。", budget_year=2027)


@pytest.fixture
def project(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker)


def make(scene, **changes):
    arguments = {
        "facts": FACTS,
        "services": [scene.service],
        "client_token": uuid4(),
        "actor": scene.asker,
        "now": timezone.now(),
    }
    return actions.create_project(**(arguments | changes))


def do(act, who, **arguments):
    return act(actor=who, now=timezone.now(), **arguments)


def kinds(project):
    return list(ProjectStep.objects.filter(project=project).order_by("pk").values_list("kind", flat=True))


def judge(candidate, who, **changes):
    arguments = {"verdict": Verdict.SHORTLISTED, "reason": "", "revision": candidate.revision}
    return do(actions.judge_candidate, who, candidate=candidate, **(arguments | changes))


def test_a_project_belongs_to_the_body_and_its_maker_leads_it(scene):
    project = make(scene)
    assert (project.municipality, project.lead, project.status) == (scene.body, scene.asker, ProjectStatus.ACTIVE)
    candidate = project.candidates.get()
    assert (candidate.version, candidate.verdict) == (scene.service.current, Verdict.CONSIDERING)
    assert kinds(project) == [ProjectStepKind.CREATED, ProjectStepKind.CANDIDATE_ADDED]
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["create_project", "add_candidate"]


def test_the_same_form_twice_makes_one_project(scene):
    token = uuid4()
    assert make(scene, client_token=token) == make(scene, client_token=token)
    assert Project.objects.count() == 1
    assert AuditEvent.objects.filter(verb="create_project").count() == 1


@pytest.mark.parametrize("who", ["seller", "member"])
def test_only_staff_make_projects(scene, who):
    with pytest.raises(PolicyRefused, match="自治体職員"):
        make(scene, actor=getattr(scene, who))
    assert not Project.objects.exists()


def test_an_unpublished_listing_makes_no_project(scene):
    service = PublishedServiceFactory()
    Service.objects.filter(pk=service.pk).update(status="unpublished", unpublished_at=timezone.now())
    with pytest.raises(PolicyRefused, match="掲載されていない"):
        make(scene, services=[service])
    assert not Project.objects.exists()


def test_the_day_has_a_limit(scene, monkeypatch):
    monkeypatch.setattr("procurement.actions.projects.PERSON_A_DAY", 1)
    make(scene)
    with pytest.raises(DomainError, match="1日に作れる案件"):
        make(scene)


@pytest.mark.parametrize("who", ["stranger", "seller", "member"])
def test_nobody_else_touches_it(scene, project, who):
    candidate = CandidateFactory(project=project, service=scene.service)
    actor = getattr(scene, who)
    before = Project.objects.values().get(), Candidate.objects.values().get()
    tries = [
        lambda: do(actions.edit_project, actor, project=project, facts=FACTS, revision=1),
        lambda: do(actions.write_project_note, actor, project=project, body="…", client_token=uuid4()),
        lambda: do(actions.take_over_project, actor, project=project, seen_lead_id=project.lead_id),
        lambda: do(actions.hand_over_project, actor, project=project, successor=actor, seen_lead_id=project.lead_id),
        lambda: do(actions.archive_project, actor, project=project),
        lambda: do(actions.restore_project, actor, project=project),
        lambda: do(actions.reopen_project, actor, project=project),
        lambda: do(actions.add_candidates, actor, project=project, services=[PublishedServiceFactory()]),
        lambda: judge(candidate, actor),
        lambda: do(actions.refresh_candidate, actor, candidate=candidate),
        lambda: do(actions.remove_candidate, actor, candidate=candidate),
    ]
    for attempt in tries:
        with pytest.raises(PolicyRefused, match="案件を持つ自治体の職員だけ"):
            attempt()
    assert (Project.objects.values().get(), Candidate.objects.values().get()) == before
    assert not ProjectStep.objects.exists()
    assert not ProjectNote.objects.exists()


def test_a_lapsed_member_is_refused_at_once(scene, project):
    MunicipalMembership.objects.filter(user=scene.asker).update(expires_on="2020-05-31")
    with pytest.raises(PolicyRefused):
        do(actions.edit_project, scene.asker, project=project, facts=FACTS, revision=1)


def test_the_second_of_two_edits_is_refused(scene, project):
    do(actions.edit_project, scene.colleague, project=project, facts=FACTS, revision=1)
    with pytest.raises(actions.LostUpdateError, match="同僚"):
        do(actions.edit_project, scene.asker, project=project, facts=actions.ProjectFacts(title="別"), revision=1)
    project.refresh_from_db()
    assert (project.title, project.revision, project.budget_year) == (FACTS.title, 2, 2027)


def test_a_note_is_written_once(scene, project):
    token = uuid4()
    notes = {
        do(actions.write_project_note, scene.asker, project=project, body="庁内で確認", client_token=token).pk
        for _ in range(2)
    }
    assert len(notes) == 1
    assert kinds(project) == [ProjectStepKind.NOTE]


def test_take_over_tells_the_former_lead(scene, project):
    do(actions.take_over_project, scene.colleague, project=project, seen_lead_id=scene.asker.pk)
    project.refresh_from_db()
    assert project.lead == scene.colleague
    assert Notification.objects.get(event="project_taken_over").user == scene.asker
    assert OutboxMail.objects.get(event="project_taken_over").to == scene.asker.email
    assert kinds(project) == [ProjectStepKind.TAKEN_OVER]


def test_one_who_leads_already_cannot_take_over(scene, project):
    with pytest.raises(DomainError, match="すでにあなた"):
        do(actions.take_over_project, scene.asker, project=project, seen_lead_id=scene.asker.pk)


def test_take_over_of_a_project_whose_lead_is_gone(scene, project):
    Project.objects.filter(pk=project.pk).update(lead=None)
    do(actions.take_over_project, scene.colleague, project=project, seen_lead_id=None)
    assert not Notification.objects.exists()
    assert Project.objects.get().lead == scene.colleague


def test_hand_over_goes_to_a_live_colleague_alone(scene, project):
    lapsed = MembershipFactory(municipality=scene.body, expires_on="2020-05-31").user
    for nobody in (scene.stranger, scene.seller, scene.member, lapsed):
        with pytest.raises(DomainError, match="同じ自治体の職員だけ"):
            do(
                actions.hand_over_project,
                scene.asker,
                project=project,
                successor=nobody,
                seen_lead_id=scene.asker.pk,
            )
    do(
        actions.hand_over_project,
        scene.asker,
        project=project,
        successor=scene.colleague,
        seen_lead_id=scene.asker.pk,
    )
    assert Notification.objects.get(event="project_handed_over").user == scene.colleague
    with pytest.raises(DomainError, match="すでに"):
        do(
            actions.hand_over_project,
            scene.asker,
            project=project,
            successor=scene.colleague,
            seen_lead_id=scene.colleague.pk,
        )


def test_archive_and_restore(scene, project):
    do(actions.archive_project, scene.asker, project=project)
    for attempt in (
        lambda: do(actions.archive_project, scene.asker, project=project),
        lambda: do(actions.edit_project, scene.asker, project=project, facts=FACTS, revision=1),
        lambda: do(actions.write_project_note, scene.asker, project=project, body="…", client_token=uuid4()),
        lambda: do(actions.take_over_project, scene.colleague, project=project, seen_lead_id=scene.asker.pk),
        lambda: do(actions.add_candidates, scene.asker, project=project, services=[scene.service]),
        lambda: do(actions.reopen_project, scene.asker, project=project),
    ):
        with pytest.raises(DomainError, match="保管"):
            attempt()
    do(actions.restore_project, scene.colleague, project=project)
    project.refresh_from_db()
    assert (project.status, project.archived_at) == (ProjectStatus.ACTIVE, None)
    with pytest.raises(DomainError, match="すでに保管から戻され"):
        do(actions.restore_project, scene.colleague, project=project)


def test_a_decided_project_is_restored_as_decided_and_reopened_for_another_round(scene):
    now = timezone.now()
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker, status="decided", decided_at=now)
    candidate = CandidateFactory(project=project)
    with pytest.raises(DomainError, match="決定済み"):
        judge(candidate, scene.asker)
    do(actions.archive_project, scene.asker, project=project)
    do(actions.restore_project, scene.asker, project=project)
    assert Project.objects.get(pk=project.pk).status == ProjectStatus.DECIDED
    do(actions.reopen_project, scene.asker, project=project)
    project.refresh_from_db()
    assert (project.status, project.decided_at, project.decision_round) == (ProjectStatus.ACTIVE, None, 2)
    with pytest.raises(DomainError, match="すでに"):
        do(actions.reopen_project, scene.asker, project=project)


# --- Candidates -----------------------------------------------------------------------------------------------------


def test_a_listing_becomes_a_candidate_once_and_keeps_its_version(scene, project):
    assert len(do(actions.add_candidates, scene.asker, project=project, services=[scene.service])) == 1
    assert do(actions.add_candidates, scene.asker, project=project, services=[scene.service]) == []
    old = scene.service.current
    scene.service.current = ServiceVersionFactory(service=scene.service, number=2, name="新しい名前")
    scene.service.save()
    candidate = Candidate.objects.select_related("service").get()
    assert (candidate.version, candidate.is_outdated) == (old, True)
    do(actions.refresh_candidate, scene.colleague, candidate=candidate)
    assert Candidate.objects.get().version.number == 2
    with pytest.raises(DomainError, match="すでに最新"):
        do(actions.refresh_candidate, scene.colleague, candidate=candidate)


def test_twenty_candidates_and_no_more(scene, project):
    CandidateFactory.create_batch(MOST_CANDIDATES, project=project)
    with pytest.raises(DomainError, match="20件まで"):
        do(actions.add_candidates, scene.asker, project=project, services=[scene.service])
    assert project.candidates.count() == MOST_CANDIDATES


def test_rejecting_needs_a_reason(scene, project):
    candidate = CandidateFactory(project=project)
    with pytest.raises(DomainError, match="理由"):
        judge(candidate, scene.asker, verdict=Verdict.REJECTED)
    judge(candidate, scene.asker, verdict=Verdict.REJECTED, reason="LGWANで使えない。")
    candidate.refresh_from_db()
    assert (candidate.verdict, candidate.revision) == (Verdict.REJECTED, 2)
    step = ProjectStep.objects.get(kind=ProjectStepKind.VERDICT)
    assert (step.subject, step.detail) == (candidate.version.name, "見送り：LGWANで使えない。")


def test_the_second_of_two_verdicts_is_refused(scene, project):
    candidate = CandidateFactory(project=project)
    judge(candidate, scene.colleague, verdict=Verdict.REJECTED, reason="費用が合わない。", revision=1)
    with pytest.raises(DomainError, match="同僚"):
        judge(candidate, scene.asker, revision=1)
    assert Candidate.objects.get().verdict == Verdict.REJECTED


def test_a_judged_candidate_stays(scene, project):
    candidate, mistake = CandidateFactory.create_batch(2, project=project)
    judge(candidate, scene.asker)
    with pytest.raises(DomainError, match="見送り"):
        do(actions.remove_candidate, scene.asker, candidate=candidate)
    do(actions.remove_candidate, scene.asker, candidate=mistake)
    assert project.candidates.get() == candidate
    for gone in (
        lambda: do(actions.remove_candidate, scene.asker, candidate=mistake),
        lambda: judge(mistake, scene.asker),
    ):
        mistake.pk = mistake.pk or 0
        with pytest.raises(DomainError, match="すでに案件から外され"):
            gone()


def test_the_audit_trail_holds_no_content(scene):
    """Operators read it, and projects are none of their business."""
    project = make(scene)
    do(actions.write_project_note, scene.asker, project=project, body="秘密のメモ", client_token=uuid4())
    judge(project.candidates.get(), scene.asker, verdict=Verdict.REJECTED, reason="秘密の理由")
    for event in AuditEvent.objects.all():
        assert (event.reason, event.data) == ("", {})
        assert event.object_type == "procurement.project"
