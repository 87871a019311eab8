"""What the demo's staff keep of the catalogue: saved searches, bookmarks, a visit last week; and what is a year old."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from catalog import actions
from catalog.demo.loading import DEMO_DEPARTMENT, HOME_BODIES
from catalog.enums import AdoptionStage, AdoptionStatus, SearchAlert
from catalog.models import Adoption, CatalogVisit, SavedSearch, Service

OWNER = "staff-fukaya@city.fukaya.saitama.jp"
_LAST_WEEK = dt.timedelta(days=8)
_LAST_YEAR = dt.timedelta(days=380)
_SEARCHES = (
    ("LGWANで使える議事録作成", SearchAlert.DAILY, "q=議事録&network=lgwan"),
    ("似た自治体が使っているチャットボット", SearchAlert.WEEKLY, "q=チャットボット&near=own&like=kind"),
)
_KEPT = 3
_OLD = 2


def load_demo_shelf(*, now: dt.datetime) -> None:
    """Nothing happens twice."""
    person = User.objects.get(email=OWNER)
    if not SavedSearch.objects.visible_to(person).exists():
        for name, alert, query in _SEARCHES:
            actions.save_search(name=name, alert=alert, query=query, actor=person, now=now - _LAST_WEEK)
        for service in Service.objects.published().by_adoptions()[:_KEPT]:
            actions.bookmark_service(service=service, is_wanted=True, actor=person, now=now)
    CatalogVisit.objects.get_or_create(user=person, defaults={"began_at": now - _LAST_WEEK})
    for code in HOME_BODIES:
        _let_confirmations_grow_old(code, now)


def _let_confirmations_grow_old(code: str, now: dt.datetime) -> None:
    """So that the inbox of the body asks whether they are still true; only as long as nobody has."""
    used = Adoption.objects.filter(
        municipality=code,
        department=DEMO_DEPARTMENT,
        status=AdoptionStatus.CONFIRMED,
        stage__in=[AdoptionStage.IN_USE, AdoptionStage.TRIAL],
    )
    if not used.exclude(asked_again_on=None).exists():
        old = list(used.order_by("pk").values_list("pk", flat=True)[:_OLD])
        day = (now - dt.timedelta(days=1)).date()
        Adoption.objects.filter(pk__in=old).update(confirmed_at=now - _LAST_YEAR, asked_again_on=day)
