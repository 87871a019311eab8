"""選定結果: what was decided, why, and the adoption that followed. Evidence: what is written stays as it is."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse

from dss.constraints import append_only, one_of
from procurement.enums import OutcomeKind
from procurement.models.projects import REASON_LENGTH, Candidate, Project
from procurement.models.quote_requests import QuoteRequest
from procurement.models.quotes import QuoteVersion
from procurement.querysets import OutcomeQuerySet

OUTCOME_REASONS_LENGTH = 4000

_HANGS_TOGETHER = """
IF NEW.quote_request_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM procurement_quoterequest r
    WHERE r.id = NEW.quote_request_id AND r.project_id = NEW.project_id AND r.status NOT IN ('draft', 'cancelled')
) THEN
    RAISE EXCEPTION 'an outcome is recorded in the project of its request, which was sent and not called off';
END IF;
IF NEW.winner_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM procurement_candidate c WHERE c.id = NEW.winner_id AND c.project_id = NEW.project_id
) THEN
    RAISE EXCEPTION 'the winner is a candidate of the project';
END IF;
IF NEW.winning_quote_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM procurement_quote q
    JOIN procurement_quoteinvitation i ON i.id = q.invitation_id
    JOIN procurement_candidate c ON c.id = NEW.winner_id AND c.service_id = i.service_id
    WHERE q.current_id = NEW.winning_quote_id AND q.status = 'submitted'
    AND i.request_id = NEW.quote_request_id AND i.status = 'invited'
) THEN
    RAISE EXCEPTION 'the winner is an invited service whose quote stands';
END IF;
RETURN NEW;
"""


class Outcome(models.Model):
    """What a request for quotes, or a project without one, came to.

    `round` is the project's decision round: without quotes there is one outcome a round. `winning_quote` is the very
    version that won. `tell_*` is what the asked vendors learn of the winner, `told_amount` over the request's months.
    Only `adoption` is added later, once.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="outcomes", verbose_name="検討案件")
    quote_request = models.OneToOneField(
        QuoteRequest,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome",
        verbose_name="見積依頼",
    )
    round = models.PositiveSmallIntegerField("決定の回")
    kind = models.CharField("結果", max_length=16, choices=OutcomeKind.choices)
    winner = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, null=True, blank=True, related_name="wins", verbose_name="選定した候補"
    )
    winning_quote = models.OneToOneField(
        QuoteVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="won_outcome",
        verbose_name="選定した見積",
    )
    reasons = models.TextField("理由", max_length=OUTCOME_REASONS_LENGTH)
    tell_winner = models.BooleanField("選定した事業者の名前を伝える", default=False)
    tell_amount = models.BooleanField("選定した金額を伝える", default=False)
    told_amount = models.BigIntegerField("伝えた金額（税込・円）", null=True, blank=True)
    client_token = models.UUIDField("二重送信を見分ける値", default=uuid.uuid4)
    decided_at = models.DateTimeField("決定日時")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="記録した職員"
    )
    adoption = models.OneToOneField(
        "catalog.Adoption",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome",
        verbose_name="登録した導入実績",
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = "選定結果"
        verbose_name_plural = "選定結果"
        constraints = [
            one_of("kind", OutcomeKind, "outcome"),
            models.UniqueConstraint(
                fields=["project", "round"],
                condition=Q(quote_request__isnull=True),
                name="outcome_once_a_round_without_quotes",
            ),
            models.UniqueConstraint(fields=["decided_by", "client_token"], name="outcome_recorded_once"),
            models.CheckConstraint(
                condition=Q(kind=OutcomeKind.AWARDED, winner__isnull=False)
                | (~Q(kind=OutcomeKind.AWARDED) & Q(winner__isnull=True, adoption__isnull=True)),
                name="outcome_awarded_has_winner",
            ),
            models.CheckConstraint(
                condition=Q(quote_request__isnull=True, winning_quote__isnull=True)
                | Q(quote_request__isnull=False, kind=OutcomeKind.AWARDED, winning_quote__isnull=False)
                | (Q(quote_request__isnull=False, winning_quote__isnull=True) & ~Q(kind=OutcomeKind.AWARDED)),
                name="outcome_winner_has_quoted",
            ),
            models.CheckConstraint(
                condition=~Q(kind=OutcomeKind.CANCELLED) | Q(quote_request__isnull=True),
                name="outcome_request_is_cancelled_itself",
            ),
            models.CheckConstraint(
                condition=Q(tell_winner=False, tell_amount=False) | Q(winning_quote__isnull=False),
                name="outcome_tells_of_a_winner",
            ),
            models.CheckConstraint(
                condition=Q(tell_amount=True, told_amount__isnull=False, told_amount__gte=0)
                | Q(tell_amount=False, told_amount__isnull=True),
                name="outcome_told_amount_is_known",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="outcome_has_reasons"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("reasons"), OUTCOME_REASONS_LENGTH), name="outcome_reasons_length"
            ),
        ]
        indexes = [models.Index(fields=["project", "-decided_at"], name="outcome_by_project")]
        triggers = [
            pgtrigger.Trigger(
                name="hangs_together",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_HANGS_TOGETHER,
            ),
            pgtrigger.ReadOnly(
                name="as_decided",
                fields=[
                    "project",
                    "quote_request",
                    "round",
                    "kind",
                    "winner",
                    "winning_quote",
                    "reasons",
                    "tell_winner",
                    "tell_amount",
                    "told_amount",
                    "decided_at",
                ],
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"案件{self.project_id}の結果"

    def get_absolute_url(self) -> str:
        return reverse("procurement:outcome_detail", args=[self.pk])

    @property
    def is_awarded(self) -> bool:
        return self.kind == OutcomeKind.AWARDED

    @property
    def awaits_adoption(self) -> bool:
        """Whether the adoption of the winner may still be recorded from here."""
        return self.is_awarded and self.adoption_id is None


class OutcomeRemark(models.Model):
    """Why one candidate was, or was not, chosen in this outcome.

    The vendor never reads `reason`; `told_reason` is what its vendor is told instead, if anything.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="remarks", verbose_name="選定結果")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="remarks", verbose_name="候補")
    reason = models.TextField("理由", max_length=REASON_LENGTH)
    told_reason = models.TextField("事業者に伝えた理由", max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = "候補ごとの理由"
        verbose_name_plural = "候補ごとの理由"
        constraints = [
            models.UniqueConstraint(fields=["outcome", "candidate"], name="outcomeremark_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="outcomeremark_says_something"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("reason"), REASON_LENGTH), name="outcomeremark_length"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("told_reason"), REASON_LENGTH), name="outcomeremark_told_length"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"結果{self.outcome_id}の候補{self.candidate_id}"
