"""Pages that open only after a step, or only once there is something: axe and the widths, as for every other page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.actions.announcements import publish_announcement
from accounts.actions.exports import ask_export, build_export
from accounts.actions.reports import report_object
from accounts.actions.terms import give_consent
from accounts.consents import forget_versions
from accounts.enums import Importance, TermsKind
from accounts.models import Announcement, TermsVersion
from tests.access.world import World
from tests.browser.conftest import Device
from tests.factories import PASSWORD, OperatorFactory

pytestmark = pytest.mark.django_db(transaction=True)

DESK = Device(1280, scripts=True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return World.build()


def known_again(client: Client) -> Client:
    """The same person, who has just given the password once more."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def announced(**facts) -> Announcement:
    now = timezone.now()
    words = {"title": "夜間の停止", "body": "## 停止の時間\n\n- 22時から\n- 23時まで\n\n[ヘルプ](/help/)もどうぞ。"}
    each = Announcement.objects.create(**words, starts_at=now, created_at=now, updated_at=now, **facts)
    return publish_announcement(announcement=each, actor=OperatorFactory(), now=now)


def test_news(world, visit):
    ordinary = announced()
    announced(importance=Importance.URGENT, ends_at=timezone.now() + timedelta(days=1))
    visitor = visit(DESK, world.client("anonymous"))
    for path in ("/", "/news/", ordinary.get_absolute_url()):
        visitor.open_on_every_screen(path)
    assert "22時から" in visitor.text()


def test_new_terms(world, visit):
    give_consent(user=world.users["staff_a"], now=timezone.now())
    today = timezone.localdate()
    TermsVersion.objects.create(kind=TermsKind.TERMS, number=2, body="## 第1条\n\n新しい文。", effective_on=today)
    forget_versions()
    visitor = visit(DESK, world.client("staff_a"))
    visitor.open_on_every_screen("/me/")
    assert visitor.path().startswith("/terms/consent/")
    visitor.open_on_every_screen("/history/terms/2/")
    assert "新しい文。" in visitor.text()


def test_own_data_and_leaving(world, visit):
    person = world.users["member"]
    export = ask_export(actor=person, now=timezone.now())
    build_export(export_id=export.pk, now=timezone.now())
    visitor = visit(DESK, known_again(world.client("member")))
    for name in ("accounts:own_data", "accounts:account_delete", "mfa_activate_totp", "mfa_add_webauthn"):
        visitor.open_on_every_screen(reverse(name))
        assert visitor.path() == reverse(name)


def test_the_second_factor_is_asked_again(world, visit):
    visitor = visit(DESK, world.client("member"))
    visitor.open_on_every_screen(reverse("accounts:account_delete"))
    assert visitor.path().startswith(reverse("account_reauthenticate"))


def test_operators_screens(world, visit):
    """Every list, and the page of one row, of whatever the world has a row of."""
    report_object(
        target=world.things["service"], reason="確かめてください", actor=world.users["staff_b"], now=timezone.now()
    )
    request = RequestFactory().get("/admin/")
    request.user = world.users["operator"]
    visitor = visit(DESK, world.client("operator"))
    visitor.open_on_every_screen("/admin/")
    for model, screen in admin.site._registry.items():
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        visitor.open_on_every_screen(reverse(f"{place}_changelist"))
        row = screen.get_queryset(request).first()
        if row is not None:
            visitor.open_on_every_screen(reverse(f"{place}_change", args=[row.pk]))
