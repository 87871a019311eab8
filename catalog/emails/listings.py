"""What people are told about listings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.urls import reverse

from accounts.audiences import Targets
from accounts.emails import operators_only
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from catalog.emails.teams import team_of
from catalog.models import ListingUpload, Service, ServiceDraft, ServiceVersion


def _still_on_their_desk(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Listings of the vendor the person acts for at this moment."""
    own = Service.objects.editable_by(user).filter(pk__in=target_keys)
    return Targets(own)


LISTING_SUBMITTED = register(
    NotificationEvent(
        "listing_submitted",
        "掲載の審査依頼",
        operators_only,
        says="掲載の審査を待っている下書きがあるとき",
        area=Area.OPERATIONS,
        reaches=frozenset({Role.OPERATOR}),
    )
)
LISTING_PUBLISHED = register(
    NotificationEvent(
        "listing_published",
        "掲載の公開",
        _still_on_their_desk,
        says="審査を終え、掲載が公開されたとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
LISTING_RETURNED = register(
    NotificationEvent(
        "listing_returned",
        "掲載の差戻し",
        _still_on_their_desk,
        says="掲載が差し戻されたとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
LISTING_SUSPENDED = register(
    NotificationEvent(
        "listing_suspended",
        "掲載の停止",
        _still_on_their_desk,
        says="掲載を運営が停止したとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
LISTING_LIFTED = register(
    NotificationEvent(
        "listing_lifted",
        "掲載停止の解除",
        _still_on_their_desk,
        says="掲載の停止が解かれたとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
LISTING_UNCONFIRMED = register(
    NotificationEvent(
        "listing_unconfirmed",
        "年に一度の最終確認",
        _still_on_their_desk,
        says="掲載の内容を年に一度確かめていただくとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)


def send_listing_submitted(draft: ServiceDraft, now: dt.datetime) -> None:
    """To the operators: a listing waits for review."""
    notify(
        LISTING_SUBMITTED.key,
        instance_key=f"draft:{draft.pk}:{draft.revision}:{now.isoformat()}",
        recipients=User.objects.operators(),
        target=draft.service,
        path=reverse("admin:catalog_servicedraft_review", args=[draft.pk]),
        context={"name": draft.name, "vendor": draft.service.vendor.name},
        now=now,
    )


def send_listings_submitted(upload: ListingUpload, drafts: Sequence[ServiceDraft], now: dt.datetime) -> None:
    """To the operators: listings of one imported table wait for review; one message for all of them."""
    rest = f" ほか{len(drafts) - 1}件" if len(drafts) > 1 else ""
    notify(
        LISTING_SUBMITTED.key,
        instance_key=f"upload:{upload.pk}:{now.isoformat()}",
        recipients=User.objects.operators(),
        target=drafts[0].service,
        path=reverse("admin:catalog_servicedraft_changelist"),
        context={"name": f"{drafts[0].name}{rest}", "vendor": upload.vendor.name},
        now=now,
    )


def send_listing_published(version: ServiceVersion, now: dt.datetime) -> None:
    """To the vendor's team: the listing is public."""
    path = version.service.get_absolute_url()
    _tell_team(LISTING_PUBLISHED, version.service, f"version:{version.service_id}:{version.number}", path, "", now)


def send_listing_returned(draft: ServiceDraft, now: dt.datetime) -> None:
    """To the vendor's team: the listing came back, with the reason."""
    instance = f"draft:{draft.pk}:{now.isoformat()}"
    _tell_team(LISTING_RETURNED, draft.service, instance, _desk_path(draft.service), draft.return_reason, now)


def send_listing_suspended(service: Service, now: dt.datetime) -> None:
    """To the vendor's team: the operators took the listing down, and why."""
    instance = f"service:{service.pk}:{now.isoformat()}"
    _tell_team(LISTING_SUSPENDED, service, instance, _desk_path(service), service.suspension_reason, now)


def send_listing_lifted(service: Service, now: dt.datetime) -> None:
    """To the vendor's team: the suspension is over."""
    _tell_team(LISTING_LIFTED, service, f"service:{service.pk}:{now.isoformat()}", _desk_path(service), "", now)


def send_listing_unconfirmed(service: Service, now: dt.datetime) -> None:
    """To the vendor's team: nobody confirmed the published text for a year; once for each listing and year."""
    notify(
        LISTING_UNCONFIRMED.key,
        instance_key=f"service:{service.pk}:{service.reminded_on}",
        recipients=team_of(service.vendor_id),
        target=service,
        path=_desk_path(service),
        context={"name": service.name, "confirmed_on": service.confirmed_on},
        now=now,
    )


def _desk_path(service: Service) -> str:
    return reverse("catalog:desk_service_detail", args=[service.pk])


def _tell_team(
    event: NotificationEvent, service: Service, instance: str, path: str, reason: str, now: dt.datetime
) -> None:
    notify(
        event.key,
        instance_key=instance,
        recipients=team_of(service.vendor_id),
        target=service,
        path=path,
        context={"name": service.name, "reason": reason},
        now=now,
    )
