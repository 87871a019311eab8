"""Twenty at once: numbers follow each other, one step is taken once, a form sent twenty times makes one row."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from documents import actions
from documents.enums import ParseStatus
from documents.extraction import Reading
from documents.models import DocumentVersion, SharedDocument
from tests.races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


def test_versions_at_once_get_numbers_that_follow(scene, register, add):
    document = register()
    calls = [lambda text=f"第{n}の本文": add(document, text) for n in range(MANY)]
    won, refused = all_at_once(calls)
    assert (len(won), refused) == (MANY, [])
    assert sorted(document.versions.values_list("number", flat=True)) == list(range(1, MANY + 2))


def test_one_upload_sent_many_times(register, add):
    document, token = register(), uuid4()
    won, refused = all_at_once([lambda: add(document, "二", client_token=token) for _ in range(MANY)])
    assert (len({version.pk for version in won}), refused) == (1, [])
    assert DocumentVersion.objects.count() == 2


def test_one_registration_sent_many_times(register):
    token = uuid4()
    won, refused = all_at_once([lambda: register(client_token=token) for _ in range(MANY)])
    assert (len({document.pk for document in won}), refused) == (1, [])
    assert (SharedDocument.objects.count(), DocumentVersion.objects.count()) == (1, 1)


publish = partial(actions.publish_document, newest=9, by_hand=[1])


@pytest.mark.parametrize("act", [publish, actions.withdraw_document], ids=["publish", "withdraw"])
def test_one_step_is_taken_once(scene, register, act):
    document = register()
    calls = [lambda: act(document=document, actor=scene.owner, now=timezone.now()) for _ in range(MANY)]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert all("すでに" in refusal.message for refusal in refused)


def test_one_of_many_edits_wins(scene, register, facts):
    document = register()
    calls = [
        lambda title=f"題{n}": actions.edit_document(
            document=document, facts=facts(title=title), revision=1, actor=scene.owner, now=timezone.now()
        )
        for n in range(MANY)
    ]
    won, refused = all_at_once(calls)
    assert (len(won), len(refused)) == (1, MANY - 1)
    assert {refusal.document.title for refusal in refused} == {won[0].title}


def test_readings_come_while_colleagues_publish_and_add(scene, register, add):
    """The worker and people take their locks in the same order: nobody waits for ever, nothing is lost."""
    document = register()
    for number in range(2, 8):
        add(document, f"第{number}の本文")
    keys = list(document.versions.values_list("pk", flat=True))
    readings = [
        lambda key=key: actions.save_reading(
            version_id=key, reading=Reading([[{"kind": "paragraph", "text": "本文"}]], "本文"), now=timezone.now()
        )
        for key in keys
    ]
    steps = [
        lambda act=act: act(document=document, actor=scene.owner, now=timezone.now())
        for act in (publish, actions.withdraw_document) * 3
    ]
    additions = [lambda text=text: add(document, text) for text in ("八", "九", "十")]
    all_at_once([*readings, *steps, *additions])
    states = document.versions.filter(pk__in=keys).values_list("parse_status", "text")
    assert set(states) == {(ParseStatus.PARSED, "本文")}
    assert document.versions.count() == len(keys) + 3
