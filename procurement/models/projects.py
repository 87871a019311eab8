"""検討案件: a municipality's own workspace for one purchase, its candidates, notes and history."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from catalog.models import SearchRow
from dss.constraints import one_of
from procurement.enums import MemberRole, ProjectStatus, ProjectStepKind, Verdict
from procurement.querysets import (
    CandidateQuerySet,
    ProjectMemberQuerySet,
    ProjectNoteQuerySet,
    ProjectQuerySet,
    ProjectStepQuerySet,
)

TITLE_LENGTH = 100
NEED_LENGTH = 4000
NOTE_LENGTH = 4000
REASON_LENGTH = 1000
MOST_CANDIDATES = 20
MOST_MEMBERS = 30


def _kept_as_written(*fields: str) -> list[pgtrigger.Trigger]:
    """Rows stay and say what they said; only the person in them may be forgotten when an account is deleted."""
    return [
        pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        pgtrigger.Protect(name="as_written", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*fields)),
    ]


class Project(models.Model):
    """One purchase under consideration. It belongs to the municipality: any live colleague sees it and works on it.

    `lead` (担当者) is who is asked first, not who owns it. `revision` counts the edits of the text, so that the second
    of two simultaneous edits is refused. `decision_round` counts from 1 and grows when a decided project is reopened.
    `copied_from` is the project of an earlier year that this one continues.
    """

    TRANSITIONS: dict[ProjectStatus, frozenset[ProjectStatus]] = {
        ProjectStatus.ACTIVE: frozenset({ProjectStatus.DECIDED, ProjectStatus.ARCHIVED}),
        ProjectStatus.DECIDED: frozenset({ProjectStatus.ACTIVE, ProjectStatus.ARCHIVED}),
        ProjectStatus.ARCHIVED: frozenset({ProjectStatus.ACTIVE, ProjectStatus.DECIDED}),
    }

    municipality = models.ForeignKey(
        "accounts.Municipality", on_delete=models.PROTECT, related_name="projects", verbose_name="自治体"
    )
    title = models.CharField("件名", max_length=TITLE_LENGTH)
    need = models.TextField("必要としていること", max_length=NEED_LENGTH, blank=True)
    category = models.ForeignKey(
        "catalog.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="対象業務",
    )
    budget_year = models.PositiveSmallIntegerField("予算年度", null=True, blank=True)
    status = models.CharField("状態", max_length=10, choices=ProjectStatus.choices, default=ProjectStatus.ACTIVE)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="担当者",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="作成者"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies", verbose_name="元にした案件"
    )
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    decision_round = models.PositiveSmallIntegerField("決定の回", default=1)
    created_at = models.DateTimeField("作成日時")
    updated_at = models.DateTimeField("最後の動き")
    decided_at = models.DateTimeField("決定日時", null=True, blank=True)
    archived_at = models.DateTimeField("保管日時", null=True, blank=True)
    sharing_dismissed_at = models.DateTimeField("文書の共有を見送った日時", null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "検討案件"
        verbose_name_plural = "検討案件"
        constraints = [
            one_of("status", ProjectStatus, "project"),
            models.UniqueConstraint(fields=["created_by", "client_token"], name="project_made_once"),
            models.CheckConstraint(condition=~Q(title=""), name="project_has_title"),
            models.CheckConstraint(condition=LessThanOrEqual(Length("need"), NEED_LENGTH), name="project_need_length"),
            models.CheckConstraint(
                condition=Q(budget_year__isnull=True) | Q(budget_year__range=(2000, 2100)),
                name="project_budget_year_is_a_year",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1, decision_round__gte=1), name="project_counts_from_one"),
            models.CheckConstraint(
                condition=Q(status=ProjectStatus.ACTIVE, decided_at__isnull=True, archived_at__isnull=True)
                | Q(status=ProjectStatus.DECIDED, decided_at__isnull=False, archived_at__isnull=True)
                | Q(status=ProjectStatus.ARCHIVED, archived_at__isnull=False),
                name="project_status_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "-updated_at", "-id"], name="project_by_municipality"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:project_detail", args=[self.pk])

    @property
    def is_active(self) -> bool:
        """Whether candidates, verdicts and quote requests may still change."""
        return self.status == ProjectStatus.ACTIVE

    @property
    def is_archived(self) -> bool:
        return self.status == ProjectStatus.ARCHIVED


class ProjectMember(models.Model):
    """A colleague who works on a project (担当) or wants to know how it goes (見守る人): both are told of its steps."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members", verbose_name="検討案件")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="project_memberships", verbose_name="職員"
    )
    role = models.CharField("関わり方", max_length=10, choices=MemberRole.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="加えた人"
    )
    added_at = models.DateTimeField("加えた日時")

    objects = ProjectMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "案件の担当・見守る人"
        verbose_name_plural = "案件の担当・見守る人"
        constraints = [
            one_of("role", MemberRole, "projectmember"),
            models.UniqueConstraint(fields=["project", "user"], name="projectmember_once"),
        ]

    def __str__(self) -> str:
        return f"案件{self.project_id}の{self.get_role_display()}"


class Candidate(models.Model):
    """One listing under consideration. `version` is the listing as it was when added, or last refreshed."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="candidates", verbose_name="検討案件")
    service = models.ForeignKey(
        "catalog.Service", on_delete=models.PROTECT, related_name="candidates", verbose_name="サービス"
    )
    version = models.ForeignKey(
        "catalog.ServiceVersion", on_delete=models.PROTECT, related_name="+", verbose_name="追加時の掲載内容"
    )
    verdict = models.CharField("評価", max_length=12, choices=Verdict.choices, default=Verdict.CONSIDERING)
    reason = models.TextField("評価の理由", max_length=REASON_LENGTH, blank=True)
    revision = models.PositiveIntegerField("改訂番号", default=1)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="追加した人"
    )
    added_at = models.DateTimeField("追加日時")
    judged_at = models.DateTimeField("評価日時", null=True, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "候補"
        verbose_name_plural = "候補"
        constraints = [
            one_of("verdict", Verdict, "candidate"),
            models.UniqueConstraint(fields=["project", "service"], name="candidate_once"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.REJECTED) | ~Q(reason=""), name="candidate_rejected_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.CONSIDERING) | Q(judged_at__isnull=False), name="candidate_judged_has_time"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("reason"), REASON_LENGTH), name="candidate_reason_length"
            ),
        ]

    def __str__(self) -> str:
        return f"案件{self.project_id}の候補{self.service_id}"

    def get_absolute_url(self) -> str:
        return f"{reverse('procurement:project_detail', args=[self.project_id])}#candidate-{self.pk}"

    @property
    def is_outdated(self) -> bool:
        """Whether the listing was published anew since; needs `service` loaded."""
        return self.service.current_id is not None and self.service.current_id != self.version_id


class ProjectNote(models.Model):
    """What a colleague wrote down; never edited, so that a successor can rely on it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="notes", verbose_name="検討案件")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="書いた人"
    )
    body = models.TextField("メモ", max_length=NOTE_LENGTH)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    created_at = models.DateTimeField("日時")

    objects = ProjectNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "案件のメモ"
        verbose_name_plural = "案件のメモ"
        triggers = _kept_as_written("project", "body", "created_at")
        constraints = [
            models.UniqueConstraint(fields=["project", "author", "client_token"], name="projectnote_written_once"),
            models.CheckConstraint(condition=~Q(body=""), name="projectnote_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), NOTE_LENGTH), name="projectnote_body_length"
            ),
        ]

    def __str__(self) -> str:
        return f"案件{self.project_id}のメモ{self.pk}"


class ProjectStep(models.Model):
    """One line of a project's history, for its own people only.

    The audit trail holds the same step without any content, because operators read it; the subject (a listing's name,
    a vendor's, a colleague's) stands here alone. `actor` is empty where a vendor or the clock did it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps", verbose_name="検討案件")
    kind = models.CharField("出来事", max_length=20, choices=ProjectStepKind.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="行った人"
    )
    subject = models.CharField("対象", max_length=200, blank=True)
    detail = models.TextField("詳細", max_length=REASON_LENGTH, blank=True)
    note = models.OneToOneField(
        ProjectNote, on_delete=models.PROTECT, null=True, blank=True, related_name="step", verbose_name="メモ"
    )
    at = models.DateTimeField("日時")

    objects = ProjectStepQuerySet.as_manager()

    class Meta:
        verbose_name = "案件の経過"
        verbose_name_plural = "案件の経過"
        constraints = [
            one_of("kind", ProjectStepKind, "projectstep"),
            models.CheckConstraint(
                condition=Q(kind=ProjectStepKind.NOTE, note__isnull=False)
                | (~Q(kind=ProjectStepKind.NOTE) & Q(note__isnull=True)),
                name="projectstep_note_is_there",
            ),
        ]
        triggers = _kept_as_written("project", "kind", "subject", "detail", "note", "at")
        indexes = [models.Index(fields=["project", "-at", "-id"], name="projectstep_by_project")]

    def __str__(self) -> str:
        return f"案件{self.project_id} {self.get_kind_display()}"


class ProjectSearch(SearchRow):
    """What is searched of one project, by its own people alone."""

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name="検討案件"
    )
