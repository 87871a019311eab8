"""レビュー: what municipal staff say of a service they use, what the vendor answers, and the averages."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from catalog.enums import ReviewDisclosure, ReviewerRole, ReviewStatus, UsagePeriod
from catalog.models.services import Service, ServiceVersion
from catalog.review_querysets import ReviewQuerySet
from dss.constraints import append_only, one_of

REVIEW_LENGTH = 2000
REPLY_LENGTH = 2000
BEST = 5
# The five aspects as fields of `Review` and of `ReviewSummary`, with their words on the page.
ASPECTS = {
    "usability": "使いやすさ",
    "administration": "管理のしやすさ",
    "fit": "要件への適合",
    "support": "サポート",
    "value": "費用対効果",
}
MARKS = ("overall", *ASPECTS)
ENOUGH_BODIES = 3
"""Averages are stored, and so can be shown, from this many municipalities on."""

_WORDS = ("disclosure", *MARKS, "usage", "role", "good_points", "wishes", "version")


def _mark(label: str, *, null: bool = True) -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(label, null=null, blank=null)


def _in_range(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": BEST})


def _all_in_range() -> Q:
    together = Q()
    for name in MARKS:
        together &= _in_range(name)
    return together


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange(*_WORDS)),
    fields=["service", "municipality", "author_key", *_WORDS, "revised_at"],
    model_name="ReviewEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
    meta={"triggers": append_only()},
)
class Review(models.Model):
    """One per service, municipality and author. Its words before an edit stay in the history.

    `version` is the listing as it was when written. `body_class` is what is said of a body that keeps its name back,
    frozen so that later figures cannot narrow it down; every review has one, because the averages count by it.
    The author is named by a pseudonymous key: the account may go, the review stays.
    """

    TRANSITIONS: dict[ReviewStatus, frozenset[ReviewStatus]] = {
        ReviewStatus.PUBLISHED: frozenset({ReviewStatus.WITHDRAWN, ReviewStatus.HIDDEN}),
        ReviewStatus.WITHDRAWN: frozenset({ReviewStatus.PUBLISHED}),
        ReviewStatus.HIDDEN: frozenset({ReviewStatus.PUBLISHED}),
    }

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="reviews", verbose_name="サービス")
    version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, related_name="+", verbose_name="書いたときの掲載内容"
    )
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="reviews", verbose_name="自治体"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた人"
    )
    author_key = models.UUIDField("書いた人の識別子")
    disclosure = models.CharField("表示する範囲", max_length=10, choices=ReviewDisclosure.choices)
    body_class = models.CharField("団体の区分と人口規模", max_length=60)
    status = models.CharField("状態", max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.PUBLISHED)
    overall = models.PositiveSmallIntegerField("総合")
    usability = _mark(ASPECTS["usability"])
    administration = _mark(ASPECTS["administration"])
    fit = _mark(ASPECTS["fit"])
    support = _mark(ASPECTS["support"])
    value = _mark(ASPECTS["value"])
    usage = models.CharField("利用年数", max_length=10, choices=UsagePeriod.choices)
    role = models.CharField("立場", max_length=12, choices=ReviewerRole.choices)
    good_points = models.TextField("よい点", max_length=REVIEW_LENGTH, blank=True)
    wishes = models.TextField("要望・改善してほしい点", max_length=REVIEW_LENGTH, blank=True)
    helpful_count = models.PositiveIntegerField("参考になった", default=0)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    created_at = models.DateTimeField("投稿日時")
    revised_at = models.DateTimeField("最後に書いた日時")
    withdrawn_at = models.DateTimeField("取下げ日時", null=True, blank=True)
    hidden_at = models.DateTimeField("非表示の日時", null=True, blank=True)
    hidden_reason = models.TextField("非表示の理由", max_length=1000, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "レビュー"
        verbose_name_plural = "レビュー"
        constraints = [
            models.UniqueConstraint(fields=["service", "municipality", "author_key"], name="review_once"),
            one_of("status", ReviewStatus, "review"),
            one_of("disclosure", ReviewDisclosure, "review"),
            one_of("usage", UsagePeriod, "review"),
            one_of("role", ReviewerRole, "review"),
            models.CheckConstraint(condition=_all_in_range(), name="review_marks_in_range"),
            models.CheckConstraint(condition=~Q(good_points="") | ~Q(wishes=""), name="review_says_something"),
            models.CheckConstraint(condition=~Q(body_class=""), name="review_has_body_class"),
            models.CheckConstraint(
                condition=Q(status=ReviewStatus.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(status=ReviewStatus.WITHDRAWN) & Q(withdrawn_at__isnull=True)),
                name="review_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status=ReviewStatus.HIDDEN, hidden_at__isnull=False) & ~Q(hidden_reason=""))
                | (~Q(status=ReviewStatus.HIDDEN) & Q(hidden_at__isnull=True, hidden_reason="")),
                name="review_hidden_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["service", "-revised_at", "-id"],
                condition=Q(status=ReviewStatus.PUBLISHED),
                name="review_by_service",
            ),
            models.Index(fields=["municipality", "status"], name="review_by_municipality"),
        ]

    def __str__(self) -> str:
        """Reports and screens show this: nothing of the author."""
        return f"レビュー{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("catalog:review_detail", args=[self.service_id, self.pk])


class ReviewReply(models.Model):
    """The vendor's one answer; never edited."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="reply", verbose_name="レビュー")
    vendor = models.ForeignKey("accounts.Vendor", on_delete=models.PROTECT, related_name="+", verbose_name="事業者")
    body = models.TextField("返信", max_length=REPLY_LENGTH)
    created_at = models.DateTimeField("返信日時")
    created_by_key = models.UUIDField("返信した人")

    class Meta:
        verbose_name = "レビューへの返信"
        verbose_name_plural = "レビューへの返信"
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="reviewreply_says_something")]

    def __str__(self) -> str:
        return f"レビュー{self.review_id}への返信"


class ReviewHelpful(models.Model):
    """参考になった: once per person, named by their key."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+", verbose_name="レビュー")
    person_key = models.UUIDField("押した人")
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "参考になった"
        verbose_name_plural = "参考になった"
        constraints = [models.UniqueConstraint(fields=["review", "person_key"], name="reviewhelpful_once")]

    def __str__(self) -> str:
        return f"レビュー{self.review_id}"


def _average(label: str) -> models.DecimalField[object, object]:
    return models.DecimalField(label, max_digits=3, decimal_places=2, null=True, blank=True)


def _no_average_before_enough() -> Q:
    return Q(bodies__gte=ENOUGH_BODIES) | Q(**{f"{name}__isnull": True for name in MARKS})


class ReviewSummary(models.Model):
    """What the reviews of a listing say together; written by the actions that change a review (`catalog.ratings`).

    `bodies` is how many municipalities can be told apart; it decides whether averages are stored and is never shown.
    """

    service = models.OneToOneField(
        Service, on_delete=models.CASCADE, related_name="review_summary", primary_key=True, verbose_name="サービス"
    )
    reviews = models.PositiveIntegerField("レビュー数", default=0)
    bodies = models.PositiveIntegerField("団体数", default=0)
    overall = _average("総合")
    usability = _average(ASPECTS["usability"])
    administration = _average(ASPECTS["administration"])
    fit = _average(ASPECTS["fit"])
    support = _average(ASPECTS["support"])
    value = _average(ASPECTS["value"])

    class Meta:
        verbose_name = "レビューの集計"
        verbose_name_plural = "レビューの集計"
        constraints = [
            models.CheckConstraint(condition=_no_average_before_enough(), name="reviewsummary_enough_bodies"),
            models.CheckConstraint(condition=_all_in_range(), name="reviewsummary_marks_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id}"
