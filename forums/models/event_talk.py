"""What people ask a talk session, and which sessions they wish for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dss.constraints import one_of
from forums.enums import QuestionStatus, ShownAs, WishStatus
from forums.models.events import Event
from forums.querysets import EventQuestionQuerySet, ThemeWishQuerySet

EVENT_QUESTION_LENGTH = 500
WISH_TITLE_LENGTH = 60
WISH_TEXT_LENGTH = 500
ANSWER_LENGTH = 1_000


class EventQuestion(models.Model):
    """A question to the speakers: seen by who is registered once the operators let it pass.

    `municipality` and `vendor` say for whom the person asked; what readers learn is `shown_as`.
    """

    TRANSITIONS: dict[QuestionStatus, frozenset[QuestionStatus]] = {
        QuestionStatus.PENDING: frozenset({QuestionStatus.SHOWN, QuestionStatus.HIDDEN}),
        QuestionStatus.SHOWN: frozenset({QuestionStatus.ANSWERED, QuestionStatus.HIDDEN}),
        QuestionStatus.ANSWERED: frozenset({QuestionStatus.SHOWN, QuestionStatus.HIDDEN}),
        QuestionStatus.HIDDEN: frozenset({QuestionStatus.SHOWN}),
    }

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="questions", verbose_name="座談会")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="質問者"
    )
    author_key = models.UUIDField("質問者の識別子")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="自治体"
    )
    vendor = models.ForeignKey(
        "accounts.Vendor", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="事業者"
    )
    shown_as = models.CharField("質問者の表示", max_length=10, choices=ShownAs.choices)
    body = models.CharField("質問", max_length=EVENT_QUESTION_LENGTH)
    status = models.CharField("状態", max_length=10, choices=QuestionStatus.choices, default=QuestionStatus.PENDING)
    hidden_reason = models.CharField("掲載しない理由", max_length=1000, blank=True)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("質問日時")

    objects = EventQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = "座談会への質問"
        verbose_name_plural = "座談会への質問"
        constraints = [
            one_of("shown_as", ShownAs, "eventquestion"),
            one_of("status", QuestionStatus, "eventquestion"),
            models.UniqueConstraint(fields=["author_key", "client_token"], name="eventquestion_sent_once"),
            models.CheckConstraint(condition=~Q(body=""), name="eventquestion_says_something"),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(vendor__isnull=True), name="eventquestion_for_one"
            ),
            models.CheckConstraint(
                condition=(Q(status=QuestionStatus.HIDDEN) & ~Q(hidden_reason=""))
                | (~Q(status=QuestionStatus.HIDDEN) & Q(hidden_reason="")),
                name="eventquestion_hidden_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["event", "status", "id"], name="eventquestion_by_event")]

    def __str__(self) -> str:
        return self.body[:40]

    def get_absolute_url(self) -> str:
        """The page of all questions, at this one."""
        return f"{reverse('forums:event_questions', args=[self.event_id])}#question-{self.pk}"


class EventQuestionVote(models.Model):
    """「私も聞きたい」: one a person."""

    question = models.ForeignKey(EventQuestion, on_delete=models.CASCADE, related_name="votes", verbose_name="質問")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="参加者"
    )

    class Meta:
        verbose_name = "質問への賛同"
        verbose_name_plural = "質問への賛同"
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="eventquestionvote_once")]

    def __str__(self) -> str:
        return f"{self.question_id}"


class ThemeWish(models.Model):
    """A theme staff would like a session about. Readers learn the body at most, never the person."""

    TRANSITIONS: dict[WishStatus, frozenset[WishStatus]] = {
        WishStatus.OPEN: frozenset({WishStatus.PLANNED, WishStatus.DECLINED, WishStatus.WITHDRAWN}),
        WishStatus.PLANNED: frozenset({WishStatus.OPEN}),
        WishStatus.DECLINED: frozenset({WishStatus.OPEN}),
        WishStatus.WITHDRAWN: frozenset(),
    }

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="希望した人"
    )
    author_key = models.UUIDField("希望した人の識別子")
    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="+", verbose_name="自治体"
    )
    title = models.CharField("テーマ", max_length=WISH_TITLE_LENGTH)
    body = models.CharField("聞きたいこと", max_length=WISH_TEXT_LENGTH, blank=True)
    status = models.CharField("状態", max_length=10, choices=WishStatus.choices, default=WishStatus.OPEN)
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name="開催する座談会"
    )
    answer = models.CharField("運営からの返事", max_length=ANSWER_LENGTH, blank=True)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("希望した日時")

    objects = ThemeWishQuerySet.as_manager()

    class Meta:
        verbose_name = "座談会の希望テーマ"
        verbose_name_plural = "座談会の希望テーマ"
        constraints = [
            one_of("status", WishStatus, "themewish"),
            models.UniqueConstraint(fields=["author_key", "client_token"], name="themewish_sent_once"),
            models.CheckConstraint(condition=~Q(title=""), name="themewish_has_a_title"),
            models.CheckConstraint(
                condition=Q(status=WishStatus.PLANNED, event__isnull=False)
                | (~Q(status=WishStatus.PLANNED) & Q(event__isnull=True)),
                name="themewish_planned_has_event",
            ),
            models.CheckConstraint(
                condition=~Q(status=WishStatus.DECLINED) | ~Q(answer=""), name="themewish_declined_has_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('forums:theme_wishes')}#wish-{self.pk}"


class ThemeWishVote(models.Model):
    """「私も聞きたい」: one a person."""

    wish = models.ForeignKey(ThemeWish, on_delete=models.CASCADE, related_name="votes", verbose_name="希望テーマ")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="職員")

    class Meta:
        verbose_name = "希望テーマへの賛同"
        verbose_name_plural = "希望テーマへの賛同"
        constraints = [models.UniqueConstraint(fields=["wish", "user"], name="themewishvote_once")]

    def __str__(self) -> str:
        return f"{self.wish_id}"
