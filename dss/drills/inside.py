"""What a drill does by the product's own actions. Imported by `Site.inside` once the settings of the site stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from accounts import outbox
from accounts.actions.memberships import revoke_membership
from accounts.models import MunicipalMembership, User
from catalog.models import Service, ServiceSearch
from dss.jobs import enqueue

Given = ParamSpec("Given")
Result = TypeVar("Result")


def _alone(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """On a connection of its own: the drills take the database away."""

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        finally:
            connection.close()

    return run


@_alone
def queue_mails(mark: str, count: int) -> None:
    """So many mails, each with a subject of its own."""
    with transaction.atomic():
        for number in range(count):
            subject = f"{mark} {number:03d}"
            outbox.queue_mail(
                event="drill",
                instance_key=subject,
                to=f"drill-{number}@drill.example",
                subject=subject,
                body="訓練のメールです。",
                now=timezone.now(),
            )


@_alone
def revoke(address: str) -> None:
    """An operator ends the membership of this person."""
    operator = get_user_model().objects.filter(is_staff=True).order_by("pk")[0]
    person = User.objects.get(email=address)
    membership = MunicipalMembership.objects.get(user=person, status="active")
    revoke_membership(membership=membership, actor=operator, reason="訓練", now=timezone.now())


@_alone
def first_listing() -> int:
    """The one that is indexed anew."""
    pk: int = Service.objects.published().order_by("pk").values_list("pk", flat=True)[0]
    return pk


@_alone
def queue_reindexing(pk: int) -> None:
    """Take its search row away and queue the job that writes it anew."""
    with transaction.atomic():
        ServiceSearch.objects.filter(service_id=pk).delete()
        enqueue("catalog.jobs.reindex_stale_services")


@_alone
def is_indexed(pk: int) -> bool:
    return ServiceSearch.objects.filter(service_id=pk).exists()


@_alone
def show_lost_mails() -> int:
    """What the job does fifteen minutes after a worker died while sending; how many operators are shown."""
    return outbox.mark_lost_mails(now=timezone.now() + timedelta(minutes=20))
