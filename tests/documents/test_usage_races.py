"""Twenty at once: marks, answers, copies and ends are won once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from documents import actions
from documents.enums import ReuseTerms
from documents.models import DocumentHelpful, DocumentWatch, SharedDocument, WantedAnswer
from tests.documents.test_wanted import answer, ask
from tests.factories import MembershipFactory
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def test_marks_of_one_person_and_of_many(scene, share):
    document = share()
    people = [MembershipFactory().user for _ in range(9)] + [scene.other] * 11
    calls = [
        lambda person=person: actions.mark_document(
            document=document, is_helpful=True, actor=person, now=timezone.now()
        )
        for person in people
    ]
    _, refused = all_at_once(calls)
    document.refresh_from_db()
    assert (refused, document.helpful_count, DocumentHelpful.objects.count()) == ([], 10, 10)


def test_one_watch(scene, share):
    document = share()
    calls = [
        lambda: actions.watch_document(document=document, is_watched=True, actor=scene.other, now=timezone.now())
        for _ in range(MANY)
    ]
    _, refused = all_at_once(calls)
    assert refused == []
    assert DocumentWatch.objects.filter(user=scene.other).count() == 1


def test_one_copy(scene, share, facts):
    document, token = share(facts=facts(reuse_terms=ReuseTerms.FREE)), uuid4()
    version = document.versions.select_related("document").get()
    calls = [
        lambda: actions.fork_document(version=version, client_token=token, actor=scene.other, now=timezone.now())
        for _ in range(MANY)
    ]
    won, refused = all_at_once(calls)
    assert (len({copy.pk for copy in won}), refused) == (1, [])
    assert SharedDocument.objects.filter(forked_from=version).count() == 1


def test_one_answer_and_one_end(scene, share):
    wanted, document = ask(scene.other), share()
    won, refused = all_at_once([lambda: answer(wanted, document, scene.owner) for _ in range(MANY)])
    assert (len({each.pk for each in won}), refused, WantedAnswer.objects.count()) == (1, [], 1)
    calls = [
        lambda found=found: actions.end_wanted(wanted=wanted, is_found=found, actor=scene.other, now=timezone.now())
        for found in [True, False] * 10
    ]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
