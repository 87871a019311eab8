"""Who is told what about an inquiry. No message text and nothing of the sender: a link that needs a log-in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from procurement.enums import MessageSide
from procurement.models import Inquiry, InquiryMessage


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those threads the person sees at this moment."""
    seen = Inquiry.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


RECEIVED = register(
    NotificationEvent(
        "inquiry_received",
        "新しい問い合わせ・資料請求",
        _who_see_it,
        says="問い合わせ・資料請求が届いたとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.VENDOR}),
    )
)
REPLIED = register(
    NotificationEvent(
        "inquiry_replied",
        "自治体からの返信",
        _who_see_it,
        says="問い合わせに自治体から返信があったとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.VENDOR}),
    )
)
REVEALED = register(
    NotificationEvent(
        "inquiry_revealed",
        "送信者からの開示",
        _who_see_it,
        says="問い合わせた方が、どこのだれかを明かしたとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.VENDOR}),
    )
)
ANSWERED = register(
    NotificationEvent(
        "lead_answered",
        "事業者からの回答",
        _who_see_it,
        says="送った問い合わせに事業者から回答があったとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.STAFF}),
    )
)
HANDED = register(
    NotificationEvent(
        "brochures_handed",
        "資料の受け取り",
        _who_see_it,
        says="請求した資料を受け取れるようになったとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.STAFF}),
    )
)


WAITING = register(
    NotificationEvent(
        "inquiry_waiting",
        "回答していない問い合わせ",
        _who_see_it,
        says="回答していない問い合わせがあるとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.VENDOR}),
    )
)
DECLINED = register(
    NotificationEvent(
        "lead_declined",
        "事業者による問い合わせの辞退",
        _who_see_it,
        says="送った問い合わせを事業者が辞退したとき",
        area=Area.INQUIRIES,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_inquiry_received(inquiry: Inquiry, *, now: datetime) -> None:
    """To the vendor's team: somebody asks."""
    _tell_vendor(RECEIVED, inquiry, instance_key=f"inquiry:{inquiry.pk}", now=now)


def send_inquiry_replied(message: InquiryMessage, *, now: datetime) -> None:
    """To the vendor's team: the municipality wrote again."""
    _tell_vendor(REPLIED, message.inquiry, instance_key=f"message:{message.pk}", now=now)


def send_inquiry_revealed(inquiry: Inquiry, *, now: datetime) -> None:
    """To the vendor's team: the thread says more about the sender than before."""
    _tell_vendor(REVEALED, inquiry, instance_key=f"inquiry:{inquiry.pk}:{inquiry.disclosure}", now=now)


def send_lead_answered(message: InquiryMessage, *, now: datetime) -> None:
    """To the person who asked and the colleagues who wrote."""
    _tell_staff(ANSWERED, message.inquiry, instance_key=f"message:{message.pk}", now=now)


def send_lead_declined(message: InquiryMessage, *, now: datetime) -> None:
    """To the same people: the vendor will not answer."""
    _tell_staff(DECLINED, message.inquiry, instance_key=f"message:{message.pk}", now=now)


def send_inquiry_waiting(inquiry: Inquiry, *, days: int, now: datetime) -> None:
    """To the vendor's team, once for each number of days and each time it became its turn."""
    key = f"inquiry:{inquiry.pk}:{inquiry.awaited_since:%Y%m%d%H%M%S%f}:{days}"
    _tell_vendor(WAITING, inquiry, instance_key=key, now=now, days=days)


def send_brochures_handed(inquiry: Inquiry, *, last_number: int, now: datetime) -> None:
    """To the same people: brochures up to `last_number` lie in the thread."""
    _tell_staff(HANDED, inquiry, instance_key=f"inquiry:{inquiry.pk}:{last_number}", now=now)


def _tell_vendor(
    event: NotificationEvent, inquiry: Inquiry, *, instance_key: str, now: datetime, **context: object
) -> None:
    team = User.objects.filter(
        vendor_memberships__vendor=inquiry.vendor_id, vendor_memberships__ended_at__isnull=True
    ).order_by("pk")
    path = reverse("procurement:lead_detail", args=[inquiry.pk])
    _tell(event, inquiry, team, instance_key=instance_key, path=path, now=now, **context)


def _tell_staff(event: NotificationEvent, inquiry: Inquiry, *, instance_key: str, now: datetime) -> None:
    writers = inquiry.messages.filter(side=MessageSide.STAFF).values("author")
    people = User.objects.filter(Q(pk=inquiry.created_by_id) | Q(pk__in=writers)).order_by("pk")
    _tell(event, inquiry, people, instance_key=instance_key, path=inquiry.get_absolute_url(), now=now)


def _tell(
    event: NotificationEvent,
    inquiry: Inquiry,
    people: QuerySet[User],
    *,
    instance_key: str,
    path: str,
    now: datetime,
    **more: object,
) -> None:
    context = {
        "kind": inquiry.get_kind_display(),
        "service": inquiry.version.name,
        "vendor": inquiry.vendor.name,
    } | more
    notify(event.key, instance_key=instance_key, recipients=people, target=inquiry, path=path, context=context, now=now)
