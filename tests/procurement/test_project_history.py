"""Everything that happens in a project leaves a line: no kind of step is declared that no action writes."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

import procurement
from procurement import actions
from procurement.actions.project_steps import SEARCHED_STEPS, TOLD_STEPS
from procurement.enums import Disclosure, InquiryKind, ProjectStepKind
from tests.factories import BrochureFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def test_every_kind_of_step_is_written_by_some_action():
    files = [
        each for each in Path(procurement.__file__).parent.rglob("actions/*.py") if each.name != "project_steps.py"
    ]
    written = {name for each in files for name in re.findall(r"ProjectStepKind\.([A-Z_]+)", each.read_text())}
    assert {kind.name for kind in ProjectStepKind} == written
    assert set(ProjectStepKind) >= SEARCHED_STEPS | TOLD_STEPS


def kinds(project):
    return list(project.steps.order_by("pk").values_list("kind", flat=True))


def test_an_answer_without_words_and_brochures_handed_later_are_steps(scene):
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    inquiry = actions.create_inquiry(
        service=scene.service,
        kind=InquiryKind.BROCHURE,
        subject="資料請求",
        body="",
        disclosure=Disclosure.BAND,
        client_token=uuid4(),
        actor=scene.asker,
        now=timezone.now(),
        project=project,
    )
    BrochureFactory(service=scene.service)
    actions.hand_over_brochures(inquiry=inquiry, actor=scene.seller, now=timezone.now())
    actions.mark_lead_answered(inquiry=inquiry, actor=scene.seller, now=timezone.now())
    actions.close_inquiry(inquiry=inquiry, actor=scene.asker, now=timezone.now())
    actions.reopen_inquiry(inquiry=inquiry, actor=scene.asker, now=timezone.now())
    assert kinds(project) == [
        ProjectStepKind.INQUIRY_SENT,
        ProjectStepKind.BROCHURES_HANDED,
        ProjectStepKind.INQUIRY_ANSWERED,
        ProjectStepKind.INQUIRY_CLOSED,
        ProjectStepKind.INQUIRY_REOPENED,
    ]


def test_a_discarded_draft_leaves_a_line(scene):
    project = ProjectFactory(municipality=scene.body, created_by=scene.asker)
    request = actions.create_quote_request(
        project=project,
        facts=actions.RequestFacts(title="参考見積"),
        client_token=uuid4(),
        actor=scene.asker,
        now=timezone.now(),
    )
    actions.discard_quote_request(request=request, actor=scene.asker, now=timezone.now())
    assert kinds(project) == [ProjectStepKind.REQUEST_DRAFTED, ProjectStepKind.REQUEST_DISCARDED]
    assert project.steps.latest_first()[0].subject == "参考見積"
