"""What the demo vendors did on their desks: plans and pictures published, a change that waits for review, views.

By the same actions that real people use. Again: nothing happens twice.
"""

from __future__ import annotations

import datetime as dt
import random

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from catalog import actions
from catalog.demo.files import demo_listings
from catalog.demo.screens import screen
from catalog.enums import TaxTreatment
from catalog.models import Service, ServiceDraft, ServiceViews
from catalog.plans import Plan
from dss.images.checking import check_image

VENDOR_A, VENDOR_B = "vendor-a@aoba-systems.example", "vendor-b@minato-tech.example"
PUBLISHED, WAITING = "giji-aoba", "shinsei-minato"
MARK = "（デモデータ）"
_PLANS = (
    Plan("小規模団体向け", "月額", 48_000, TaxTreatment.EXCLUDED, f"月20時間までの会議、職員数の制限なし{MARK}", 12),
    Plan("標準", "月額", 98_000, TaxTreatment.EXCLUDED, f"月60時間までの会議、操作研修1回、電話での支援{MARK}", 12),
    Plan("初期設定", "一時金", 150_000, TaxTreatment.EXCLUDED, f"辞書の登録、接続の確認{MARK}", None),
    Plan("都道府県・大規模団体向け", "", None, "", f"時間と接続方法のご希望をうかがって見積もります{MARK}", 24),
)
_SCREENS = (
    (f"会議の一覧の画面。日時、会議名、議事録の状態が並ぶ{MARK}", screen(rows=9, marked=2, columns=(40, 240, 700))),
    (f"議事録を直す画面。左に発言、右に要約が並ぶ{MARK}", screen(rows=6, marked=4, columns=(40, 520))),
)
_DAYS = 70


def load_demo_listing_changes(*, operator: User, now: dt.datetime) -> None:
    """Listings and vendors' people must exist."""
    published, waiting = _service(PUBLISHED), _service(WAITING)
    if published is not None and published.current is not None and not published.current.plans:
        later = published.current.published_at + dt.timedelta(days=1)
        draft = _changed(published, User.objects.get(email=VENDOR_A), later)
        actions.publish_draft(draft=draft, revision=draft.revision, actor=operator, now=later)
    if waiting is not None and not _has_plans(waiting) and not ServiceDraft.objects.filter(service=waiting).exists():
        _change_plans(waiting, User.objects.get(email=VENDOR_B), now)
    for service in (published, waiting):
        if service is not None:
            _load_views(service, now)


def _service(key: str) -> Service | None:
    listing = next(listing for listing in demo_listings() if listing.key == key)
    return Service.objects.published().filter(name=listing.name).select_related("current").order_by("pk").first()


def _has_plans(service: Service) -> bool:
    return service.current is not None and bool(service.current.plans)


def _changed(service: Service, actor: User, now: dt.datetime) -> ServiceDraft:
    """Plans and pictures, handed in."""
    draft = actions.start_draft(service=service, actor=actor, now=now)
    draft = actions.save_draft_plans(draft=draft, revision=draft.revision, plans=_PLANS, actor=actor, now=now)
    for alt, content in _SCREENS:
        upload = check_image(ContentFile(content, name="screen.png"))
        shot = actions.add_screenshot(draft=draft, upload=upload, alt=alt, actor=actor, now=now)
        actions.make_screenshot(screenshot_id=shot.pk)
    actions.submit_draft(draft=draft, actor=actor, now=now)
    return ServiceDraft.objects.get(pk=draft.pk)


def _change_plans(service: Service, actor: User, now: dt.datetime) -> None:
    """A change that the operators have yet to read."""
    draft = actions.start_draft(service=service, actor=actor, now=now)
    draft = actions.save_draft_plans(draft=draft, revision=draft.revision, plans=_PLANS[:2], actor=actor, now=now)
    actions.submit_draft(draft=draft, actor=actor, now=now)


def _load_views(service: Service, now: dt.datetime) -> None:
    chance, today = random.Random(service.name), timezone.localdate(now)  # noqa: S311 (a repeatable choice)
    days = [today - dt.timedelta(days=ago) for ago in range(_DAYS)]
    rows = [ServiceViews(service=service, day=day, views=chance.randrange(1, 12)) for day in days if day.weekday() < 5]
    if not ServiceViews.objects.filter(service=service).exists():
        ServiceViews.objects.bulk_create(rows)
