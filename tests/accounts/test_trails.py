"""What one person or body did: asked for with a reason, shown for a while, exported, and itself on record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent
from accounts.trails import Portion, kinds_of, portion_of, trail_of_body, trail_of_person
from tests.factories import MembershipFactory, OperatorFactory, PublishedServiceFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def operator(client, settings):
    settings.OPERATOR_MFA = False
    person = OperatorFactory()
    client.force_login(person)
    return person


def address(subject, kind="user"):
    return f"/admin/accounts/{kind}/{subject.pk}/trail/"


def did(actor, verb="x", obj=None, at=NOW, **more):
    return audit.record(actor=actor, verb=verb, obj=obj or PublishedServiceFactory(), now=at, **more)


def test_a_person_did_and_had_done_to_them():
    membership, other = MembershipFactory(), UserFactory()
    person = membership.user
    own, about = did(person), did(other, obj=person)
    on_membership = did(other, obj=membership)
    did(other), did(other, obj=other)
    assert set(trail_of_person(person)) == {own, about, on_membership}


def test_a_body_answers_for_its_people_while_they_are_its_people():
    membership = MembershipFactory(granted_at=NOW - 10 * DAY)
    person, body = membership.user, membership.municipality
    during, before = did(person), did(person, at=NOW - 11 * DAY)
    did(MembershipFactory(granted_at=NOW - 10 * DAY).user)
    assert list(trail_of_body(body)) == [during]
    type(membership).objects.filter(pk=membership.pk).update(status="ended", ended_at=NOW - DAY)
    assert list(trail_of_body(body)) == []
    assert before in trail_of_person(person)


def test_a_portion_is_by_kind_and_by_the_days_of_tokyo():
    person = UserFactory()
    late = did(person, at=datetime(2026, 11, 22, 15, 0, tzinfo=UTC))  # 00:00 on the 23rd in Tokyo
    early = did(person, "y", at=datetime(2026, 11, 22, 14, 59, tzinfo=UTC))
    trail = trail_of_person(person)
    day = timezone.localdate(late.at)
    assert list(portion_of(trail, Portion(first=day))) == [late]
    assert list(portion_of(trail, Portion(last=day - DAY))) == [early]
    assert list(portion_of(trail, Portion(verb="y"))) == [early]
    assert [(kind["verb"], kind["times"]) for kind in kinds_of(trail)] == [("x", 1), ("y", 1)]


def test_the_trail_opens_for_a_reason_and_that_is_on_record(client, operator):
    person = UserFactory()
    did(person, "canary_step")
    assert "canary_step" not in client.get(address(person)).content.decode()
    assert "canary_step" not in client.post(address(person), {"reason": " "}).content.decode()
    answer = client.post(address(person), {"reason": "通報の確認"}, follow=True)
    assert "canary_step" in answer.content.decode()
    row = AuditEvent.objects.get(verb="open_trail")
    assert (row.actor_key, row.object_id, row.reason) == (operator.key, str(person.pk), "通報の確認")
    other = UserFactory()
    did(other, "other_step")
    assert "other_step" not in client.get(address(other)).content.decode()


def test_it_closes_after_half_an_hour(client, operator):
    person = UserFactory()
    did(person, "canary_step")
    client.post(address(person), {"reason": "確認"})
    session = client.session
    session["opened_trails"] = {f"accounts.user:{person.pk}": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert "canary_step" not in client.get(address(person)).content.decode()


def test_a_body_has_a_trail_too_and_its_part_is_exported(client, operator):
    membership = MembershipFactory(granted_at=NOW - DAY)
    did(membership.user, "first_step", reason="=1+1")
    did(membership.user, "second_step")
    path = address(membership.municipality, "municipality")
    client.post(path, {"reason": "確認"})
    assert "first_step" in client.get(path).content.decode()
    answer = client.post(path, {"verb": "first_step", "export": "1"})
    table = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in table
    assert "second_step" not in table
    assert AuditEvent.objects.get(verb="export_trail").data == {"lines": 1, "filters": {"verb": "first_step"}}


@pytest.mark.parametrize("query", ["page=-1", "page=x", "page=999999999999", "first=2026-11-01", "verb=%E3%81%82"])
def test_odd_questions_are_answered(client, operator, query):
    person = UserFactory()
    client.post(address(person), {"reason": "確認"})
    assert client.get(f"{address(person)}?{query}").status_code == 200
    assert client.get(f"{address(person)}?first=x").status_code == 400


@pytest.mark.parametrize("key", ["0", "x", "9" * 40])
def test_nobody_is_not_found(client, operator, key):
    for kind in ("user", "municipality"):
        assert client.get(f"/admin/accounts/{kind}/{key}/trail/").status_code == 404


def test_the_number_of_queries_is_constant(client, operator, django_assert_max_num_queries):
    person = UserFactory()
    client.post(address(person), {"reason": "確認"})
    client.get(address(person))
    counts = []
    for _ in range(2):
        for _ in range(3):
            did(person)
        with django_assert_max_num_queries(8) as captured:
            client.get(address(person))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_strangers_learn_nothing(client):
    person = UserFactory()
    client.force_login(person)
    assert client.get(address(person)).status_code in {302, 404}


def test_the_whole_filtered_list_is_exported_and_that_is_on_record(client, operator):
    rows = [did(UserFactory(), "wanted_step") for _ in range(3)]
    did(UserFactory(), "other_step")
    answer = client.post("/admin/accounts/auditevent/export/?verb=wanted_step")
    table = b"".join(answer.streaming_content).decode()
    assert table.count("wanted_step") == len(rows)
    assert "other_step" not in table
    assert AuditEvent.objects.get(verb="export_trail").data == {"lines": 3, "filters": {"verb": "wanted_step"}}
    assert client.get("/admin/accounts/auditevent/export/").status_code == 405


def test_the_list_is_searched_by_address_and_by_body(client, operator):
    membership = MembershipFactory(granted_at=NOW - DAY)
    did(membership.user, "mine_step")
    did(UserFactory(), "others_step")
    for word in (membership.user.email.upper(), membership.municipality_id):
        page = client.get("/admin/accounts/auditevent/", {"q": word}).content.decode()
        found = page[page.index('id="result_list"') :].partition("</table>")[0]
        assert "mine_step" in found
        assert "others_step" not in found


def test_its_way_in_stands_on_the_pages_of_people_and_bodies(client, operator):
    membership = MembershipFactory()
    for subject, kind in ((membership.user, "user"), (membership.municipality, "municipality")):
        page = client.get(f"/admin/accounts/{kind}/{subject.pk}/change/").content.decode()
        assert f'href="{address(subject, kind)}"' in page
