"""Copies of what other bodies share: allowed by the terms, the file shared in the storage, the family seen as far as
each reader may."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from documents import actions
from documents.emails import send_new_version
from documents.enums import DocumentStatus, ReuseTerms
from documents.models import SharedDocument
from documents.policies import can_fork_document
from dss.access import DomainError, PolicyRefused
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def free(share, facts):
    """Published, and free to be changed."""
    return share(facts=facts(reuse_terms=ReuseTerms.FREE, description="三年使いました。"))


def fork(document, actor, **changes):
    version = document.versions.select_related("document").order_by("number").last()
    given = {"version": version, "client_token": uuid4(), "actor": actor, "now": timezone.now()}
    return actions.fork_document(**(given | changes))


def publish(document, actor, newest=1):
    return actions.publish_document(
        document=document, newest=newest, by_hand=list(range(1, newest + 1)), actor=actor, now=timezone.now()
    )


def test_a_copy_begins_with_the_origin(scene, free):
    copy = fork(free, scene.other)
    origin = free.versions.get()
    first = copy.versions.get()
    assert (copy.status, copy.title, copy.forked_from_id) == (DocumentStatus.DRAFT, free.title, origin.pk)
    assert copy.municipality_id != free.municipality_id
    assert copy.description.startswith(f"出典：{free.municipality.full_name}「{free.title}」第1版")
    assert (first.number, first.file.name, first.sha256) == (1, origin.file.name, origin.sha256)
    assert not first.is_declared
    with first.open_file() as file, origin.open_file() as other:
        assert file.read() == other.read()
    assert AuditEvent.objects.filter(verb="fork_document", object_id=str(copy.pk)).count() == 1


def test_the_same_form_sent_twice_makes_one(scene, free):
    token = uuid4()
    assert fork(free, scene.other, client_token=token).pk == fork(free, scene.other, client_token=token).pk
    assert SharedDocument.objects.filter(forked_from__isnull=False).count() == 1


@pytest.mark.parametrize("terms", [ReuseTerms.REFERENCE, ReuseTerms.ASK])
def test_the_terms_may_forbid_it(scene, share, facts, terms):
    document = share(facts=facts(reuse_terms=terms))
    decision = can_fork_document(scene.other, document)
    assert not decision.allowed
    assert ReuseTerms(terms).label in decision.reason
    with pytest.raises(PolicyRefused):
        fork(document, scene.other)


def test_neither_the_owner_nor_a_stranger_copies(scene, free):
    assert "所属する自治体の文書" in can_fork_document(scene.owner, free).reason
    for person in (scene.vendor, scene.advisor, scene.member):
        assert not can_fork_document(person, free).allowed


def test_what_nobody_declared_is_not_copied(scene, free, add):
    add(free)
    with pytest.raises(DomainError, match="公開されていません"):
        fork(free, scene.other)


def test_the_family_shows_what_the_reader_may_see(client, scene, free):
    third = MembershipFactory(municipality__name="梅竹村").user
    shown, hidden = fork(free, scene.other), fork(free, third)
    publish(shown, scene.other)
    grandchild = fork(shown, third)
    SharedDocument.objects.filter(pk=shown.pk).update(title="公開した写し", reuse_terms=ReuseTerms.FREE)
    SharedDocument.objects.filter(pk=hidden.pk).update(title="下書きの写し")
    publish(grandchild, third)
    client.force_login(scene.owner)
    page = client.get(reverse("documents:document_lineage", args=[free.pk])).content.decode()
    assert "公開した写し" in page
    assert "下書きの写し" not in page
    assert page.count("元との違いを見る") == 2  # the copy and the copy of the copy; the draft not even as a number
    actions.withdraw_document(document=free, actor=scene.owner, now=timezone.now())
    client.force_login(third)
    page = client.get(reverse("documents:document_lineage", args=[grandchild.pk])).content.decode()
    assert "公開した写し" in page
    assert "いまは公開されていない文書" in page
    assert free.municipality.name not in page.split("写した元")[1].split("この文書の写し")[0]


def test_those_who_look_after_copies_are_told_once(scene, free, add):
    copy = fork(free, scene.other)
    actions.watch_document(document=free, is_watched=True, actor=scene.other, now=timezone.now())
    add(free)
    publish(free, scene.owner, newest=2)
    for _ in range(2):
        send_new_version(free, number=2, now=timezone.now())
    told = Notification.objects.filter(user=scene.other)
    assert [(row.event, row.path) for row in told] == [
        ("document_origin_changed", reverse("documents:fork_diff", args=[copy.pk]))
    ]


def test_a_copy_is_compared_with_its_origin(client, scene, free, checked):
    copy = fork(free, scene.other)
    actions.add_version(
        document=copy,
        upload=checked("# 仕様書\n直した本文"),
        note="",
        client_token=uuid4(),
        actor=scene.other,
        now=timezone.now(),
    )
    free.versions.update(parse_status="parsed", parsed_at=timezone.now(), text="仕様書\n元の本文")
    copy.versions.update(parse_status="parsed", parsed_at=timezone.now(), text="仕様書\n直した本文")
    client.force_login(scene.other)
    page = client.get(reverse("documents:fork_diff", args=[copy.pk])).content.decode()
    assert "<del>" in page
    assert "<ins>直した" in page
    client.force_login(scene.owner)
    assert client.get(reverse("documents:fork_diff", args=[copy.pk])).status_code == 404
    client.force_login(scene.other)
    actions.withdraw_document(document=free, actor=scene.owner, now=timezone.now())
    assert client.get(reverse("documents:fork_diff", args=[copy.pk])).status_code == 404
    assert client.get(reverse("documents:fork_diff", args=[free.pk])).status_code == 404


def test_a_long_family_costs_the_same_and_leads_to_nothing_hidden(client, scene, free):
    owner, copy = scene.owner, free
    chain = [free]
    lineage = reverse("documents:document_lineage", args=[free.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(lineage).status_code == 200
        return len(queries)

    for generation in range(3):
        person = MembershipFactory().user
        copy = fork(copy, person)
        publish(copy, person)
        chain.append(copy)
        if generation == 0:
            client.force_login(owner)
            client.get(lineage)
            with_one = asked()
    assert asked() == with_one <= 8
    last = reverse("documents:document_lineage", args=[copy.pk])
    with CaptureQueriesContext(connection) as queries:
        page = client.get(last).content.decode()
    assert len(queries) <= 8
    assert [each.get_absolute_url() in page for each in chain] == [True] * 4
    diff = reverse("documents:fork_diff", args=[copy.pk])
    assert diff in client.get(copy.get_absolute_url()).content.decode()
    SharedDocument.objects.filter(pk=chain[2].pk).update(status=DocumentStatus.WITHDRAWN, withdrawn_at=timezone.now())
    assert diff not in client.get(copy.get_absolute_url()).content.decode()
    assert diff not in client.get(lineage).content.decode()
    assert copy.get_absolute_url() in client.get(lineage).content.decode()
