"""What the database itself refuses of projects."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from procurement.enums import ProjectStatus, ProjectStepKind, Verdict
from procurement.models import Candidate, Project, ProjectNote, ProjectStep
from tests.factories import CandidateFactory, ProjectFactory, ProjectNoteFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"status": "unknown"},
        {"status": ProjectStatus.DECIDED},
        {"status": ProjectStatus.ARCHIVED},
        {"decided_at": NOW},
        {"archived_at": NOW},
        {"budget_year": 1999},
        {"budget_year": 2101},
        {"need": "あ" * 4001},
        {"revision": 0},
        {"decision_round": 0},
    ],
)
def test_a_project_that_makes_no_sense_is_refused(values):
    project = ProjectFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": "unknown"},
        {"verdict": Verdict.REJECTED, "judged_at": NOW},
        {"verdict": Verdict.SELECTED},
        {"reason": "あ" * 1001},
    ],
)
def test_a_candidate_that_makes_no_sense_is_refused(values):
    candidate = CandidateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.filter(pk=candidate.pk).update(**values)


def test_a_listing_is_a_candidate_once():
    candidate = CandidateFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateFactory(project=candidate.project, service=candidate.service)


def test_the_same_form_makes_one_project():
    project = ProjectFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectFactory(created_by=project.created_by, client_token=project.client_token)


def test_notes_stay_as_written_and_forget_only_their_author():
    note = ProjectNoteFactory()
    for write in (
        lambda: ProjectNote.objects.filter(pk=note.pk).update(body="書き換え"),
        lambda: ProjectNote.objects.filter(pk=note.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    ProjectNote.objects.filter(pk=note.pk).update(author=None)
    assert ProjectNote.objects.get().author is None


def test_history_stays_as_written_and_forgets_only_the_person():
    project = ProjectFactory()
    step = ProjectStep.objects.create(
        project=project, kind=ProjectStepKind.CREATED, actor=project.created_by, at=timezone.now()
    )
    for write in (
        lambda: ProjectStep.objects.filter(pk=step.pk).update(subject="書き換え"),
        lambda: ProjectStep.objects.filter(pk=step.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    ProjectStep.objects.filter(pk=step.pk).update(actor=None)
    assert ProjectStep.objects.get().actor is None
