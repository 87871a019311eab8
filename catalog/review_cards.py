"""A review as a reader may see it. Every page, for everybody, takes its words of the author from here: templates get a
`ReviewCard`, never the `Review`, so there is no second place that could say more.

A review that keeps its body back carries no mark of a confirmed adoption: the listing names the adopting bodies, and
the mark would narrow a class of many down to the few of them.

A card is remembered by all that it shows, what its reader may do among it, and by nothing else: it never outlives a
change. Its buttons belong to the page's form `review-tools`, because a token in each would make it its reader's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Municipality, User
from catalog.enums import ReviewDisclosure, ReviewerRole, ReviewStatus, UsagePeriod
from catalog.models import ASPECTS, Review, ReviewReply, ReviewSummary
from catalog.policies import can_edit_review, can_mark_review, can_reply_review, can_withdraw_review
from catalog.querysets import AnyUser
from dss.access import Decision, refuse

REMEMBERED_CARDS = 2_000


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, as far as they chose: `code` and `href`, which leads to its page, when the body is named."""

    body: str
    code: str = ""
    person: str = ""

    @property
    def href(self) -> str:
        return reverse("catalog:municipality_detail", args=[self.code]) if self.code else ""

    def __str__(self) -> str:
        return f"{self.body} {self.person}" if self.person else f"{self.body}の職員"


@dataclass(frozen=True, slots=True)
class Mark:
    """One aspect: its word, and the mark or the average, None where nothing is said."""

    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Reply:
    """The vendor's answer; `is_older` when the review was rewritten after it."""

    vendor: str
    body: str
    created_at: dt.datetime
    is_older: bool


@dataclass(frozen=True, slots=True)
class ReviewFace:
    """The words of one review with its byline."""

    pk: int
    service_id: int
    byline: Byline
    role: str
    usage: str
    overall: int
    aspects: tuple[Mark, ...]
    good_points: str
    wishes: str
    written_at: dt.datetime
    is_rewritten: bool
    version: int
    is_of_older_version: bool
    uses_it: bool
    reply: Reply | None
    status: str
    hidden_reason: str
    is_own: bool

    @property
    def href(self) -> str:
        return reverse("catalog:review_detail", args=[self.service_id, self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == ReviewStatus.PUBLISHED

    # Named as on the row.
    @property
    def get_role_display(self) -> str:
        return ReviewerRole(self.role).label

    @property
    def get_usage_display(self) -> str:
        return UsagePeriod(self.usage).label

    @property
    def get_status_display(self) -> str:
        return ReviewStatus(self.status).label


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """What a page shows of one review, and what its reader may do with it."""

    service_name: str
    face: ReviewFace
    helpful_count: int
    is_marked: bool
    may_edit: Decision
    may_withdraw: Decision
    may_reply: Decision
    may_mark: Decision

    def html(self) -> SafeString:
        """The whole card, on a page of its listing."""
        return _card(self, "")

    def html_with_listing(self) -> SafeString:
        """The whole card, which names its listing first."""
        return _card(self, self.service_name)

    def html_answering(self) -> SafeString:
        """The whole card without the way to the reply, for the page that is it."""
        return _card(replace(self, may_reply=refuse("返信の画面です。")), "")


@dataclass(frozen=True, slots=True)
class SummaryCard:
    """The reviews of a listing together; `overall` is None before enough municipalities wrote."""

    count: int
    overall: object
    aspects: tuple[Mark, ...]


def byline_of(review: Review) -> Byline:
    """The author of a stored review. A closed account has no name any more."""
    author = review.author if review.author is not None and review.author.is_active else None
    return _byline(review.disclosure, review.municipality, review.body_class, author.name if author else "")


def preview_byline(level: str, municipality: Municipality, body_class: str, person: User) -> Byline:
    """What everybody will see when `person` discloses this much."""
    return _byline(level, municipality, body_class, person.name)


def cards_for(reviews: Iterable[Review], user: AnyUser) -> list[ReviewCard]:
    """Rows loaded by `with_card_data(user)`, for this reader: no further query."""
    return [card_for(review, user) for review in reviews]


def card_for(review: Review, user: AnyUser) -> ReviewCard:
    """One row loaded by `with_card_data(user)`."""
    return ReviewCard(
        service_name=review.service.name,
        face=_face_of(review, user),
        helpful_count=review.helpful_count,
        is_marked=review.is_marked,  # type: ignore[attr-defined]  # annotated by `with_card_data`
        may_edit=can_edit_review(user, review),
        may_withdraw=can_withdraw_review(user, review),
        may_reply=can_reply_review(user, review),
        may_mark=can_mark_review(user, review),
    )


def _face_of(review: Review, user: AnyUser) -> ReviewFace:
    byline = byline_of(review)
    return ReviewFace(
        pk=review.pk,
        service_id=review.service_id,
        byline=byline,
        role=review.role,
        usage=review.usage,
        overall=review.overall,
        aspects=tuple(Mark(label, getattr(review, name)) for name, label in ASPECTS.items()),
        good_points=review.good_points,
        wishes=review.wishes,
        written_at=review.revised_at,
        is_rewritten=review.revised_at > review.created_at,
        version=review.version_number,  # type: ignore[attr-defined]  # annotated by `with_card_data`
        is_of_older_version=review.version_id != review.service.current_id,
        uses_it=bool(byline.code) and review.body_uses_it,  # type: ignore[attr-defined]  # annotated by `with_card_data`
        reply=_reply(review),
        status=review.status,
        hidden_reason=review.hidden_reason,
        is_own=isinstance(user, User) and user.key == review.author_key,
    )


@lru_cache(maxsize=REMEMBERED_CARDS)
def _card(card: ReviewCard, listing: str) -> SafeString:
    return render_to_string("catalog/_review.html", {"card": card, "review": card.face, "listing": listing})


def summary_card(summary: ReviewSummary | None) -> SummaryCard:
    """The stored figures; those of a listing nobody has reviewed when there are none."""
    return SummaryCard(
        count=summary.reviews if summary else 0,
        overall=_to_a_tenth(getattr(summary, "overall", None)),
        aspects=tuple(Mark(label, _to_a_tenth(getattr(summary, name, None))) for name, label in ASPECTS.items()),
    )


def _to_a_tenth(average: Decimal | None) -> Decimal | None:
    return None if average is None else average.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _byline(level: str, municipality: Municipality, body_class: str, person: str) -> Byline:
    if level == ReviewDisclosure.BAND:
        return Byline(body_class)
    named = person if level == ReviewDisclosure.PERSON else ""
    return Byline(municipality.full_name, municipality.code, named)


def _reply(review: Review) -> Reply | None:
    reply: ReviewReply | None = getattr(review, "reply", None)
    if reply is None:
        return None
    name: str = review.replied_by  # type: ignore[attr-defined]  # annotated by `with_card_data`
    return Reply(name, reply.body, reply.created_at, is_older=review.revised_at > reply.created_at)
