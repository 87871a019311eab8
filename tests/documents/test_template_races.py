"""Twenty at once: one version of a template is approved, one save wins, one form makes one draft."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from documents import actions
from documents.enums import TemplateStatus
from documents.models import DocumentTemplate, SharedDocument, TemplateDraft
from tests.factories import DocumentTemplateFactory, TemplateDraftFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def test_one_version_is_approved_at_a_time(scene):
    waiting = [
        DocumentTemplateFactory(code="spec", number=n, status=TemplateStatus.DRAFT, approved_at=None)
        for n in range(1, 6)
    ]
    calls = [
        lambda each=each: actions.approve_template(template=each, actor=scene.operator, now=timezone.now())
        for each in waiting * 4
    ]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (5, 15)
    assert DocumentTemplate.objects.approved().count() == 1


def test_one_form_makes_one_draft(scene):
    template, token = DocumentTemplateFactory(), uuid4()
    calls = [
        lambda: actions.start_draft(template=template, client_token=token, actor=scene.owner, now=timezone.now())
        for _ in range(MANY)
    ]
    won, refused = all_at_once(calls)
    assert (len({draft.pk for draft in won}), refused, TemplateDraft.objects.count()) == (1, [], 1)


def test_one_of_many_saves_wins(scene):
    draft = TemplateDraftFactory(municipality=scene.body)
    calls = [
        lambda title=f"題{n}": actions.save_draft(
            draft=draft, title=title, answers={}, revision=1, actor=scene.owner, now=timezone.now()
        )
        for n in range(MANY)
    ]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert {refusal.draft.title for refusal in refused} == {won[0].title}


def test_one_document_for_one_revision(scene):
    draft = TemplateDraftFactory(municipality=scene.body)
    calls = [
        lambda: actions.save_draft_as_document(draft=draft, revision=1, actor=scene.owner, now=timezone.now())
        for _ in range(MANY)
    ]
    won, refused = all_at_once(calls)
    assert (len({document.pk for document in won}), refused, SharedDocument.objects.count()) == (1, [], 1)


def test_copying_and_registering_at_once_wait_for_each_other(scene):
    """One person, two buttons: the locks are taken in one order."""
    draft = TemplateDraftFactory(municipality=scene.body)
    calls = [
        call
        for _ in range(MANY // 2)
        for call in (
            lambda: actions.save_draft_as_document(draft=draft, revision=1, actor=scene.owner, now=timezone.now()),
            lambda: actions.copy_draft(draft=draft, client_token=uuid4(), actor=scene.owner, now=timezone.now()),
        )
    ]
    _, refused = all_at_once(calls)
    assert refused == []
