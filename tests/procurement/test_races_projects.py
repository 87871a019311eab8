"""Twenty colleagues at once on one project."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, OutboxMail
from procurement import actions
from procurement.enums import Verdict
from procurement.models import MOST_CANDIDATES, Candidate, Project, ProjectNote
from tests.factories import CandidateFactory, MembershipFactory, ProjectFactory, PublishedServiceFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20
FACTS = actions.ProjectFacts(title="議事録の作成支援")


@pytest.fixture
def project(scene):
    return ProjectFactory(municipality=scene.body, created_by=scene.asker)


@pytest.fixture
def colleagues(scene):
    return [each.user for each in MembershipFactory.create_batch(MANY, municipality=scene.body)]


def by_each(colleagues, act, **arguments):
    """`act` by every colleague, each with their own copy of the project."""

    def one(person):
        mine = {key: type(value).objects.get(pk=value.pk) for key, value in arguments.items() if hasattr(value, "pk")}
        return lambda: act(**(arguments | mine | {"actor": person, "now": timezone.now()}))

    return [one(person) for person in colleagues]


def test_one_takes_over_and_the_others_read_who(scene, project, colleagues):
    calls = by_each(colleagues, actions.take_over_project, project=project, seen_lead_id=scene.asker.pk)
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    winner = Project.objects.get().lead
    assert all(winner.name in refusal.message for refusal in refused)
    assert AuditEvent.objects.filter(verb="take_over_project").count() == 1
    assert OutboxMail.objects.filter(event="project_taken_over").count() == 1


def test_one_edit_is_saved(project, colleagues):
    won, refused = all_at_once(by_each(colleagues, actions.edit_project, project=project, facts=FACTS, revision=1))
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all(isinstance(refusal, actions.LostUpdateError) for refusal in refused)
    assert Project.objects.get().revision == 2


def test_one_archives(project, colleagues):
    won, refused = all_at_once(by_each(colleagues, actions.archive_project, project=project))
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("すでに「保管」" in refusal.message for refusal in refused)


def test_one_verdict_is_given(project, colleagues):
    candidate = CandidateFactory(project=project)
    calls = by_each(
        colleagues, actions.judge_candidate, candidate=candidate, verdict=Verdict.SHORTLISTED, reason="", revision=1
    )
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert Candidate.objects.get().revision == 2


def test_one_listing_added_by_many_is_there_once(scene, project, colleagues):
    won, refused = all_at_once(by_each(colleagues, actions.add_candidates, project=project, services=[scene.service]))
    assert (len([each for each in won if each]), refused) == (1, [])
    assert Candidate.objects.count() == 1


def test_the_limit_of_candidates_holds_in_a_rush(project, colleagues):
    CandidateFactory.create_batch(MOST_CANDIDATES - 3, project=project)
    calls = [
        by_each([person], actions.add_candidates, project=project, services=[PublishedServiceFactory()])[0]
        for person in colleagues
    ]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (3, MANY - 3)
    assert Candidate.objects.count() == MOST_CANDIDATES


def test_one_form_sent_many_times(scene, project):
    token = uuid4()
    same = {"facts": FACTS, "client_token": token, "actor": scene.asker, "now": timezone.now()}
    won, refused = all_at_once([lambda: actions.create_project(**same) for _ in range(MANY)])
    assert (len({made.pk for made in won}), refused) == (1, [])
    calls = by_each([scene.asker] * MANY, actions.write_project_note, project=project, body="メモ", client_token=token)
    won, refused = all_at_once(calls)
    assert (len({note.pk for note in won}), refused) == (1, [])
    assert ProjectNote.objects.count() == 1
