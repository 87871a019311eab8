"""Every page of the operators' admin, opened as an operator in a world with one object of each kind."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as project
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.admin import UserAdmin
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions.reports import report_object
from accounts.admin.screens import BULK_LIMIT
from accounts.models import MembershipRequest, Report, User
from tests.access.expectations import ADMIN_ONLY
from tests.access.routes import all_routes
from tests.access.world import World
from tests.factories import (
    AdoptionFactory,
    MembershipFactory,
    MunicipalDomainFactory,
    MunicipalityFactory,
    OperatorFactory,
    OutboxMailFactory,
    PublishedServiceFactory,
    ReviewFactory,
    ServiceDraftFactory,
    UserFactory,
    VendorFactory,
)

pytestmark = pytest.mark.django_db

ACTING_AS = re.compile(r"hijack|impersonat|masquerad|login[-_]?as|log[-_]?in[-_]?as|switch[-_]?user|su/|loginas")
SCREENS = dict(admin.site._registry)


def name_of(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def url(model, page, *args) -> str:
    return reverse(f"admin:{name_of(model)}_{page}", args=args)


def request_of(operator):
    request = RequestFactory().get("/admin/")
    request.user = operator
    return request


@pytest.fixture
def world():
    return World.build()


@pytest.fixture
def office(world):
    return world.client("operator")


def put_in_the_queues(world):
    """What the world does not have: reports and a request."""
    for thing in ("service", "post"):
        if target := world.things.get(thing):
            report_object(target=target, reason="確かめてください", actor=world.users["staff_b"], now=timezone.now())
    request_membership()


def request_membership():
    person = UserFactory()
    return MembershipRequest.objects.create(
        user=person,
        email_address_pk=person.pk,
        email=person.email,
        municipality=MunicipalityFactory(),
        department="総務課",
        telephone="03-0000-0000",
        evidence="公式サイト",
        rule="test",
        created_at=timezone.now(),
    )


def test_every_list_form_row_and_history_opens(world, office):
    put_in_the_queues(world)
    request, shown = request_of(world.users["operator"]), 0
    for model, screen in SCREENS.items():
        lists = url(model, "changelist")
        assert office.get(lists).status_code == 200, lists
        assert office.get(lists, {"q": "架空", "p": "-1"}).status_code in {200, 302}, lists
        expected = 200 if screen.has_add_permission(request) else 403
        assert office.get(url(model, "add")).status_code == expected, model
        row = screen.get_queryset(request).first()
        if row is None:
            continue
        shown += 1
        for page in ("change", "history"):
            assert office.get(url(model, page, row.pk)).status_code == 200, (model, page)
        assert office.get(url(model, "delete", row.pk)).status_code in {200, 403}, model
    assert shown > len(SCREENS) / 2, "the world has too little to walk over"


def test_every_action_asks_or_answers_and_never_breaks(world, office):
    put_in_the_queues(world)
    request, tried = request_of(world.users["operator"]), 0
    for model, screen in SCREENS.items():
        row = screen.get_queryset(request).first()
        if row is None:
            continue
        for name in screen.get_actions(request):
            for reason in ({}, {"reason": "確かめました"}):
                with transaction.atomic():
                    data = {"action": name, ACTION_CHECKBOX_NAME: row.pk, **reason}
                    status = office.post(url(model, "changelist"), data).status_code
                    transaction.set_rollback(True)  # the next one meets the same world
                assert status in {200, 302}, (model, name)
                tried += 1
    assert tried > 20


def test_every_other_page_of_the_admin_answers(office):
    for route in all_routes():
        if route.name.startswith("admin:") and route.name not in ADMIN_ONLY.exempt:
            assert office.get(ADMIN_ONLY.path(route)).status_code in {200, 301, 302, 403, 404, 405}, route.name


# --- What is not there ------------------------------------------------------------------------------------------------


def test_nothing_of_procurement_is_in_the_admin():
    assert [model for model in SCREENS if model._meta.app_label == "procurement"] == []


def test_no_url_app_or_middleware_lets_anybody_act_as_somebody_else():
    names = [f"{route.name} {route.route}" for route in all_routes()]
    assert not [each for each in (*names, *project.INSTALLED_APPS, *project.MIDDLEWARE) if ACTING_AS.search(each)]
    assert project.AUTHENTICATION_BACKENDS == ["accounts.backends.SessionBackend"]


def test_operators_set_nobodys_password_address_or_rights(world, office):
    assert not isinstance(SCREENS[User], UserAdmin), "its screens set passwords"
    person = world.users["staff_a"]
    before = User.objects.filter(pk=person.pk).values().get()
    sent = {"password": "x", "password1": "neu-und-lang-7", "password2": "neu-und-lang-7", "email": "a@example.jp"}
    assert office.post(url(User, "change", person.pk), sent | {"is_staff": "on"}).status_code == 403
    assert office.post(f"/admin/accounts/user/{person.pk}/password/", sent).status_code in {302, 404}
    assert User.objects.filter(pk=person.pk).values().get() == before


def test_whatever_an_operator_opens_or_sends_they_stay_themselves(world, office):
    operator, person = world.users["operator"], world.users["staff_a"]
    claims = {"user": person.pk, "user_id": person.pk, SESSION_KEY: person.pk, "_auth_user_id": person.pk}
    for model, screen in SCREENS.items():
        for name in [*screen.get_actions(request_of(operator)), "login_as"]:
            with transaction.atomic():
                ticked = {"action": name, ACTION_CHECKBOX_NAME: person.pk, "reason": "x", **claims}
                office.post(url(model, "changelist"), ticked)
                transaction.set_rollback(True)
    for route in all_routes():
        if route.name.startswith("admin:") and "logout" not in route.name:
            office.get(ADMIN_ONLY.path(route), claims)
    assert office.session[SESSION_KEY] == str(operator.pk)


# --- How much a page and an action take -------------------------------------------------------------------------------

QUEUES = {
    "accounts_membershiprequest": request_membership,
    "accounts_municipaldomain": MunicipalDomainFactory,
    "accounts_municipalmembership": MembershipFactory,
    "accounts_outboxmail": OutboxMailFactory,
    "accounts_report": lambda: report_object(
        target=PublishedServiceFactory(), reason="x", actor=UserFactory(), now=timezone.now()
    ),
    "accounts_user": UserFactory,
    "accounts_vendor": VendorFactory,
    "catalog_adoption": AdoptionFactory,
    "catalog_review": ReviewFactory,
    "catalog_service": PublishedServiceFactory,
    "catalog_servicedraft": lambda: ServiceDraftFactory(in_review=True),
}


@pytest.fixture
def desk(client, settings):
    settings.OPERATOR_MFA = False
    client.force_login(OperatorFactory())
    return client


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_costs_the_same_with_one_row_and_with_three(desk, name):
    lists = reverse(f"admin:{name}_changelist")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(lists).status_code == 200
        return len(queries)

    QUEUES[name]()
    cost()  # what is remembered from the first page on
    one = cost()
    QUEUES[name]()
    QUEUES[name]()
    assert cost() == one


@pytest.mark.parametrize(
    ("name", "action", "make"),
    [
        ("accounts_membershiprequest", "approve", request_membership),
        ("accounts_municipaldomain", "verify", MunicipalDomainFactory),
    ],
)
def test_rights_are_granted_one_by_one(desk, name, action, make):
    rows = [make(), make()]
    before = [type(row).objects.filter(pk=row.pk).values().get() for row in rows]
    sent = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], "reason": "確かめました"}
    page = desk.post(reverse(f"admin:{name}_changelist"), sent, follow=True).content.decode()
    assert "1件ずつ" in page
    assert [type(row).objects.filter(pk=row.pk).values().get() for row in rows] == before


def test_more_rows_than_anybody_looks_at_are_refused_as_a_whole(desk):
    target, now = PublishedServiceFactory(), timezone.now()
    rows = [report_object(target=target, reason="x", actor=UserFactory(), now=now) for _ in range(BULK_LIMIT + 1)]
    sent = {"action": "dismiss", ACTION_CHECKBOX_NAME: [row.pk for row in rows], "reason": "重複"}
    page = desk.post(reverse("admin:accounts_report_changelist"), sent, follow=True).content.decode()
    assert f"一度に選べるのは{BULK_LIMIT}件まで" in page
    assert not Report.objects.exclude(status="open").exists()
