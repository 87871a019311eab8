"""What follows a decision: the contract and its end, and what successors should know next time (振り返り)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import append_only
from procurement.models.outcomes import Outcome
from procurement.models.projects import REASON_LENGTH
from procurement.querysets import OutcomeContractQuerySet, OutcomeLessonQuerySet

LESSON_LENGTH = 2000
REMINDED_MONTHS = (12, 6)
"""So many months before its end, a contract is called to mind."""


def _length(field: str, longest: int, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=LessThanOrEqual(Length(field), longest), name=name)


class OutcomeContract(models.Model):
    """The period of the contract that followed. `notice_on`: until when to say that it goes on, or ends.

    `revision` refuses the second of two simultaneous edits.
    """

    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="contract", verbose_name="選定結果")
    starts_on = models.DateField("契約の開始日")
    ends_on = models.DateField("契約の満了日")
    notice_on = models.DateField("更新・解約の申出の期限", null=True, blank=True)
    note = models.TextField("更新の条件などのメモ", max_length=REASON_LENGTH, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    recorded_at = models.DateTimeField("記録日時")
    updated_at = models.DateTimeField("更新日時")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="記録した職員"
    )

    objects = OutcomeContractQuerySet.as_manager()

    class Meta:
        verbose_name = "契約期間"
        verbose_name_plural = "契約期間"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="outcomecontract_ends_after_start"),
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True) | Q(notice_on__lte=F("ends_on")),
                name="outcomecontract_notice_before_end",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="outcomecontract_counts_from_one"),
            _length("note", REASON_LENGTH, "outcomecontract_note_length"),
        ]
        indexes = [models.Index(fields=["ends_on"], name="outcomecontract_by_end")]

    def __str__(self) -> str:
        return f"結果{self.outcome_id}の契約期間"

    def get_absolute_url(self) -> str:
        return f"{reverse('procurement:outcome_detail', args=[self.outcome_id])}#contract"


class ContractReminder(models.Model):
    """That the body was told of this end, so many months before. Once each; a later end is another one."""

    contract = models.ForeignKey(
        OutcomeContract, on_delete=models.PROTECT, related_name="reminders", verbose_name="契約期間"
    )
    ends_on = models.DateField("知らせた満了日")
    months = models.PositiveSmallIntegerField("何か月前")
    sent_at = models.DateTimeField("知らせた日時")

    class Meta:
        verbose_name = "契約満了の予告"
        verbose_name_plural = "契約満了の予告"
        constraints = [
            models.UniqueConstraint(fields=["contract", "ends_on", "months"], name="contractreminder_once"),
            models.CheckConstraint(condition=Q(months__in=REMINDED_MONTHS), name="contractreminder_months_known"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"契約{self.contract_id}の{self.months}か月前"


class OutcomeLesson(models.Model):
    """振り返り, for the body's own successors. `revision` refuses the second of two simultaneous edits."""

    outcome = models.OneToOneField(Outcome, on_delete=models.PROTECT, related_name="lesson", verbose_name="選定結果")
    went_well = models.TextField("うまくいったこと", max_length=LESSON_LENGTH, blank=True)
    do_otherwise = models.TextField("次は変えたいこと", max_length=LESSON_LENGTH, blank=True)
    for_successors = models.TextField("後任への申し送り", max_length=LESSON_LENGTH, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    written_at = models.DateTimeField("記入日時")
    updated_at = models.DateTimeField("更新日時")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた職員"
    )

    objects = OutcomeLessonQuerySet.as_manager()

    class Meta:
        verbose_name = "振り返り"
        verbose_name_plural = "振り返り"
        constraints = [
            models.CheckConstraint(
                condition=~Q(went_well="", do_otherwise="", for_successors=""), name="outcomelesson_says_something"
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="outcomelesson_counts_from_one"),
            _length("went_well", LESSON_LENGTH, "outcomelesson_went_well_length"),
            _length("do_otherwise", LESSON_LENGTH, "outcomelesson_do_otherwise_length"),
            _length("for_successors", LESSON_LENGTH, "outcomelesson_for_successors_length"),
        ]

    def __str__(self) -> str:
        return f"結果{self.outcome_id}の振り返り"

    def get_absolute_url(self) -> str:
        return f"{reverse('procurement:outcome_detail', args=[self.outcome_id])}#lesson"


class OutcomeLessonText(models.Model):
    """What a lesson said before it was written anew. Rows are only ever added; the body's own staff read them."""

    lesson = models.ForeignKey(
        OutcomeLesson, on_delete=models.PROTECT, related_name="former_texts", verbose_name="振り返り"
    )
    revision = models.PositiveIntegerField("改訂番号")
    went_well = models.TextField("うまくいったこと", max_length=LESSON_LENGTH, blank=True)
    do_otherwise = models.TextField("次は変えたいこと", max_length=LESSON_LENGTH, blank=True)
    for_successors = models.TextField("後任への申し送り", max_length=LESSON_LENGTH, blank=True)
    written_at = models.DateTimeField("記入日時")
    written_by_key = models.UUIDField("書いた職員", null=True, blank=True)

    class Meta:
        verbose_name = "以前の振り返り"
        verbose_name_plural = "以前の振り返り"
        constraints = [
            models.UniqueConstraint(fields=["lesson", "revision"], name="outcomelessontext_once"),
            models.CheckConstraint(
                condition=~Q(went_well="", do_otherwise="", for_successors=""), name="outcomelessontext_says_something"
            ),
            _length("went_well", LESSON_LENGTH, "outcomelessontext_went_well_length"),
            _length("do_otherwise", LESSON_LENGTH, "outcomelessontext_do_otherwise_length"),
            _length("for_successors", LESSON_LENGTH, "outcomelessontext_for_successors_length"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.lesson_id} 第{self.revision}稿"
