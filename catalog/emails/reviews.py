"""Who is told what about reviews. To the vendor nothing of the author: a link to the page everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from catalog.emails.teams import team_of
from catalog.models import Review, ReviewReply


def _who_may_answer(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Published reviews of the listings the person's vendor has at this moment."""
    seen = Review.objects.for_vendor(user).filter(pk__in=target_keys)
    return Targets(seen)


def _the_author(user: User, target_keys: Collection[str]) -> Collection[str]:
    """What the person wrote and still sees."""
    own = Review.objects.by(user).filter(pk__in=target_keys)
    return Targets(own)


RECEIVED = register(
    NotificationEvent(
        "review_received",
        "新しいレビュー",
        _who_may_answer,
        says="掲載サービスにレビューが書かれたとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.VENDOR}),
    )
)
REPLIED = register(
    NotificationEvent(
        "review_replied",
        "レビューへの返信",
        _the_author,
        says="ご自身のレビューに事業者が返信したとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.STAFF}),
    )
)
HIDDEN = register(
    NotificationEvent(
        "review_hidden",
        "レビューの非表示",
        _the_author,
        says="ご自身のレビューを運営が非表示にしたとき",
        area=Area.CATALOG,
        reaches=frozenset({Role.STAFF}),
    )
)


def send_review_received(review: Review, *, now: dt.datetime) -> None:
    """To the vendor's team: somebody wrote; they may answer once. A review that comes back is not told again."""
    notify(
        RECEIVED.key,
        instance_key=f"review:{review.pk}",
        recipients=team_of(review.service.vendor_id),
        target=review,
        context={"service": review.service.name},
        now=now,
    )


def send_review_replied(reply: ReviewReply, *, now: dt.datetime) -> None:
    """To the author: the vendor answered."""
    _tell_author(REPLIED, reply.review, f"review:{reply.review_id}", "", now)


def send_review_hidden(review: Review, *, now: dt.datetime) -> None:
    """To the author: the operators took the review off the page, and why."""
    _tell_author(HIDDEN, review, f"review:{review.pk}:{now.isoformat()}", review.hidden_reason, now)


def _tell_author(event: NotificationEvent, review: Review, instance: str, reason: str, now: dt.datetime) -> None:
    notify(
        event.key,
        instance_key=instance,
        recipients=[review.author] if review.author is not None else [],
        target=review,
        context={"service": review.service.name, "vendor": review.service.vendor.name, "reason": reason},
        now=now,
    )
