"""The audit trail and the histories can only grow."""

from __future__ import annotations

import pghistory.models
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, MunicipalDomain, MunicipalMembership
from catalog.models import Review
from tests.factories import MembershipFactory, MunicipalDomainFactory, ReviewFactory, UserFactory

pytestmark = pytest.mark.django_db


TRACKED = {MunicipalMembership: MembershipFactory, MunicipalDomain: MunicipalDomainFactory, Review: ReviewFactory}


def _history(model):
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event").objects.order_by("pgh_id")


def _refused(change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


def test_a_record_names_the_person_by_key_only():
    user, target = UserFactory(), UserFactory()
    event = audit.record(actor=user, verb="rename_user", obj=target, now=timezone.now(), reason="本人の依頼")
    assert event.actor_key == user.key
    assert (event.object_type, event.object_id) == ("accounts.user", str(target.pk))
    row = AuditEvent.objects.values_list().get(pk=event.pk)
    assert not [value for value in row if user.email in str(value) or user.name in str(value)]


def test_a_job_has_no_actor():
    assert audit.record(actor=None, verb="expire", obj=UserFactory(), now=timezone.now()).actor_key is None


@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(verb="other"),
        lambda event: AuditEvent.objects.bulk_update([event], ["reason"]),
        lambda event: AuditEvent.objects.all().delete(),
        lambda event: event.save(),
        lambda event: _sql("UPDATE accounts_auditevent SET verb = 'other'"),
        lambda event: _sql("DELETE FROM accounts_auditevent"),
        lambda event: _sql("TRUNCATE accounts_auditevent"),
    ],
)
def test_nothing_changes_the_trail(change):
    event = audit.record(actor=None, verb="expire", obj=UserFactory(), now=timezone.now())
    _refused(lambda: change(event))
    assert AuditEvent.objects.get(pk=event.pk).verb == "expire"


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_way_to_change_a_membership_leaves_history():
    membership = MembershipFactory()
    history = _history(MunicipalMembership).filter(pgh_obj_id=membership.pk)
    MunicipalMembership.objects.filter(pk=membership.pk).update(rule="update")
    membership.rule = "bulk"
    MunicipalMembership.objects.bulk_update([membership], ["rule"])
    _sql("UPDATE accounts_municipalmembership SET rule = 'raw'")
    _sql("DELETE FROM accounts_municipalmembership")
    assert list(history.values_list("pgh_label", "rule")) == [
        ("insert", "test"),
        ("update", "update"),
        ("update", "bulk"),
        ("update", "raw"),
        ("delete", "raw"),
    ]


def test_every_way_to_change_a_domain_leaves_history():
    domain = MunicipalDomainFactory()
    MunicipalDomain.objects.filter(pk=domain.pk).update(evidence="公式サイトで確認")
    _sql("DELETE FROM accounts_municipaldomain")
    labels = _history(MunicipalDomain).filter(pgh_obj_id=domain.pk).values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update", "delete"]


def test_what_a_review_said_before_stays():
    review = ReviewFactory(good_points="前の文章です。")
    Review.objects.filter(pk=review.pk).update(good_points="あとの文章です。")
    _sql("UPDATE catalog_review SET good_points = 'raw'")
    texts = _history(Review).filter(pgh_obj_id=review.pk).values_list("good_points", flat=True)
    assert list(texts) == ["前の文章です。", "あとの文章です。", "raw"]


def test_every_history_is_tried_here():
    assert {event.pgh_tracked_model for event in apps.get_models() if issubclass(event, pghistory.models.Event)} == {
        *TRACKED
    }


@pytest.mark.parametrize("model", TRACKED)
def test_histories_only_grow(model):
    TRACKED[model]()
    rows = _history(model)
    assert rows.exists()
    _refused(lambda: rows.update(pgh_label="other"))
    _refused(lambda: rows.all().delete())
    _refused(lambda: _sql(f"TRUNCATE {rows.model._meta.db_table}"))


def test_the_history_of_a_membership_holds_no_address():
    membership = MembershipFactory()
    row = _history(MunicipalMembership).filter(pgh_obj_id=membership.pk).values_list().get()
    assert membership.email not in map(str, row)
