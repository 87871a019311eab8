"""Who is told what about a shared document. No title and nothing of its content: a link that needs a log-in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from documents.models import SharedDocument

MOST_COLLEAGUES = 20


def who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those documents the person sees at this moment."""
    seen = SharedDocument.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


SUSPENDED = register(
    NotificationEvent(
        "document_suspended",
        "共有文書の運営による停止",
        who_see_it,
        says="所属する自治体の文書を運営が停止したとき",
        area=Area.DOCUMENTS,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_document_suspended(document: SharedDocument, *, happening: int, now: datetime) -> None:
    """To the colleagues who registered its files; to others of the body when none of them is there any more."""
    live = MunicipalMembership.objects.live(now).filter(municipality=document.municipality_id).values("user")
    colleagues = User.objects.filter(pk__in=live)
    uploaders = document.versions.values("uploaded_by")
    people = colleagues.filter(Q(pk=document.created_by_id) | Q(pk__in=uploaders)).order_by("pk")
    recipients = list(people) or list(colleagues.order_by("pk")[:MOST_COLLEAGUES])
    notify(
        SUSPENDED.key,
        instance_key=f"document:{document.pk}:{happening}",
        recipients=recipients,
        target=document,
        context={"reason": document.suspension_reason},
        now=now,
    )
