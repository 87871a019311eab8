"""レビュー: written, rewritten, withdrawn; answered once, marked as helpful, hidden by operators."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.body_class import body_class
from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.actions.locking import expect, lock_service
from catalog.emails import send_review_hidden, send_review_received, send_review_replied
from catalog.enums import ReviewDisclosure, ReviewerRole, ReviewStatus, ServiceStatus, UsagePeriod
from catalog.models import Review, ReviewHelpful, ReviewReply, ReviewSummary, Service
from catalog.policies import (
    can_edit_review,
    can_mark_review,
    can_moderate_review,
    can_reply_review,
    can_withdraw_review,
    can_write_review,
)
from catalog.ratings import rated, summarize
from dss.access import DomainError


class ReviewChanged(DomainError):
    """The author saved other words elsewhere since these were begun; `review` is what stands there now."""

    def __init__(self, review: Review) -> None:
        super().__init__("このレビューは、別の画面で先に書き直されています。いまの内容を確かめてください。")
        self.review = review


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What the author says; marks are 1 to 5, an aspect they cannot judge is None."""

    disclosure: ReviewDisclosure
    overall: int
    usability: int | None
    administration: int | None
    fit: int | None
    support: int | None
    value: int | None
    usage: UsagePeriod
    role: ReviewerRole
    good_points: str
    wishes: str


@transaction.atomic
def write_review(*, service: Service, words: ReviewWords, client_token: UUID, actor: User, now: dt.datetime) -> Review:
    """Publish a review; one that the author had withdrawn comes back with the new words.

    The same form sent twice returns the review there is. DomainError: there is one already, or it is hidden.
    """
    service = lock_service(service.pk)
    can_write_review(actor, service).or_refuse()
    expect(service.status == ServiceStatus.PUBLISHED, "公開中のサービスにだけレビューを書けます。")
    municipality = persona_of(actor).municipality
    if municipality is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    review = _own(service, municipality, actor)
    if review is not None and review.status == ReviewStatus.PUBLISHED and review.client_token == client_token:
        return review
    if review is None:
        review = Review(
            service=service,
            municipality=municipality,
            author_key=actor.key,
            body_class=body_class(municipality),
            created_at=now,
        )
    else:
        expect(review.status != ReviewStatus.HIDDEN, "運営が表示を止めているレビューは、書き直せません。")
        expect(
            review.status == ReviewStatus.WITHDRAWN,
            "このサービスのレビューは、すでに書いています。書き直すには、レビューの編集画面を使ってください。",
        )
        review.status = ReviewStatus.PUBLISHED
        review.withdrawn_at = None
        review.revision += 1
    review.author = actor
    review.client_token = client_token
    _put(review, words, service, now)
    recount_reviews(service, now=now)
    record(actor=actor, verb="review_written", obj=review, now=now, data={"disclosure": words.disclosure})
    send_review_received(review, now=now)
    return review


@transaction.atomic
def edit_review(*, review: Review, revision: int, words: ReviewWords, actor: User, now: dt.datetime) -> Review:
    """Put other words in place of those read as `revision`; the earlier ones stay in the history."""
    locked = lock_review(review)
    can_edit_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.PUBLISHED, "公開中のレビューだけを書き直せます。")
    if locked.revision != revision:
        raise ReviewChanged(locked)
    locked.revision += 1
    _put(locked, words, locked.service, now)
    recount_reviews(locked.service, now=now)
    record(actor=actor, verb="review_edited", obj=locked, now=now, data={"disclosure": words.disclosure})
    return locked


@transaction.atomic
def withdraw_review(*, review: Review, actor: User, now: dt.datetime) -> Review:
    """The author takes the review off the page."""
    locked = lock_review(review)
    can_withdraw_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.PUBLISHED, "公開中のレビューだけを取り下げられます。")
    locked.status = ReviewStatus.WITHDRAWN
    locked.withdrawn_at = now
    locked.save(update_fields=["status", "withdrawn_at"])
    recount_reviews(locked.service, now=now)
    record(actor=actor, verb="review_withdrawn", obj=locked, now=now)
    return locked


@transaction.atomic
def reply_review(*, review: Review, body: str, actor: User, now: dt.datetime) -> ReviewReply:
    """The vendor's one answer. DomainError: a colleague was quicker, or the review is gone."""
    locked = lock_review(review)
    can_reply_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.PUBLISHED, "公開中のレビューにだけ返信できます。")
    answered = ReviewReply.objects.filter(review=locked).exists()
    expect(not answered, "このレビューには、すでに返信しています。返信は一度だけです。")
    reply = ReviewReply.objects.create(
        review=locked, vendor=locked.service.vendor, body=body, created_at=now, created_by_key=actor.key
    )
    record(actor=actor, verb="review_replied", obj=locked, now=now)
    send_review_replied(reply, now=now)
    return reply


@transaction.atomic
def mark_review(*, review: Review, is_helpful: bool, actor: User, now: dt.datetime) -> None:
    """参考になった, or not any more; pressing twice changes nothing."""
    locked = lock_review(review)
    can_mark_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.PUBLISHED, "このレビューは、いまは公開されていません。")
    marks = ReviewHelpful.objects.filter(review=locked)
    if marks.filter(person_key=actor.key).exists() == is_helpful:
        return
    if is_helpful:
        ReviewHelpful.objects.create(review=locked, person_key=actor.key, created_at=now)
    else:
        marks.filter(person_key=actor.key).delete()
    locked.helpful_count = marks.count()
    locked.save(update_fields=["helpful_count"])
    record(actor=actor, verb="review_marked", obj=locked, now=now, data={"is_helpful": is_helpful})


@transaction.atomic
def hide_review(*, review: Review, reason: str, actor: User, now: dt.datetime) -> Review:
    """An operator takes the review off the page; the author reads why."""
    locked = lock_review(review)
    can_moderate_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.PUBLISHED, "公開中のレビューだけを非表示にできます。")
    locked.status = ReviewStatus.HIDDEN
    locked.hidden_at = now
    locked.hidden_reason = reason
    locked.save(update_fields=["status", "hidden_at", "hidden_reason"])
    recount_reviews(locked.service, now=now)
    record(actor=actor, verb="review_hidden", obj=locked, now=now, reason=reason)
    send_review_hidden(locked, now=now)
    return locked


@transaction.atomic
def show_review(*, review: Review, reason: str, actor: User, now: dt.datetime) -> Review:
    """An operator puts a hidden review back."""
    locked = lock_review(review)
    can_moderate_review(actor, locked).or_refuse()
    expect(locked.status == ReviewStatus.HIDDEN, "非表示のレビューだけを元に戻せます。")
    locked.status = ReviewStatus.PUBLISHED
    locked.hidden_at = None
    locked.hidden_reason = ""
    locked.save(update_fields=["status", "hidden_at", "hidden_reason"])
    recount_reviews(locked.service, now=now)
    record(actor=actor, verb="review_shown", obj=locked, now=now, reason=reason)
    return locked


def lock_review(review: Review) -> Review:
    """The review as it is now, with its service held."""
    service = lock_service(review.service_id)
    locked = Review.objects.select_for_update(of=("self",)).select_related("author").get(pk=review.pk)
    locked.service = service
    return locked


def recount_reviews(service: Service, *, now: dt.datetime) -> None:
    """Write the listing's number of reviews and its averages anew."""
    rows = [rated(review) for review in Review.objects.published().filter(service=service)]
    ratings = summarize(rows, now)
    ReviewSummary.objects.update_or_create(
        service=service, defaults={"reviews": ratings.reviews, "bodies": ratings.bodies, **ratings.averages}
    )


def _own(service: Service, municipality: Municipality, actor: User) -> Review | None:
    return (
        Review.objects.select_for_update()
        .filter(service=service, municipality=municipality, author_key=actor.key)
        .first()
    )


def _put(review: Review, words: ReviewWords, service: Service, now: dt.datetime) -> None:
    for name, value in asdict(words).items():
        setattr(review, name, value)
    if service.current is not None:
        review.version = service.current
    review.revised_at = now
    review.save()
