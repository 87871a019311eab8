"""From the operators' screens to the public page of an object."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType

from accounts.models import AuditEvent
from catalog.models import Service
from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World.build()


def address(model, key):
    return f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{key}/"


def test_a_listing_has_a_public_page(world):
    service = world.things["service"]
    answer = world.client("operator").get(address(Service, service.pk))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/services/{service.pk}/")


@pytest.mark.parametrize("key", ["0", "9" * 40, "x", "1/2"])
def test_what_has_none_is_not_found(world, key):
    client = world.client("operator")
    for path in (address(Service, key), address(AuditEvent, key), f"/admin/r/999999/{key}/"):
        assert client.get(path).status_code == 404


def test_no_model_makes_it_fail(world):
    client = world.client("operator")
    for kind in ContentType.objects.all():
        assert client.get(f"/admin/r/{kind.pk}/1/").status_code in {302, 404}


def test_closed_for_everybody_else(world):
    service = world.things["service"]
    for persona in ("anonymous", "member", "staff_a", "vendor_x"):
        answer = world.client(persona).get(address(Service, service.pk))
        assert answer.headers.get("Location", "").split("?")[0] in {"/admin/login/", "/accounts/login/"}
