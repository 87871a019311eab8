"""Who sees which quote request, question and quote, and the named facts their lists ask for.

A quote is sealed: its vendor and, once submitted, the asking body see it. Another invited vendor learns not even that
it exists.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.models import Report
from accounts.serving import serves
from procurement.enums import QuoteInvitationStatus, QuotePhase, QuoteRequestStatus, QuoteStatus
from procurement.querysets.parties import AnyUser, is_asked_for_quote, works_for

if TYPE_CHECKING:
    from procurement.models import (
        Quote,
        QuoteInvitation,
        QuoteQuestion,
        QuoteRequest,
        QuoteRequestAttachment,
        QuoteRequestItem,
        QuoteVersion,
    )


def _phase(now: datetime, path: str = "") -> Case:
    """`QuoteRequest.phase_at` in SQL; `path` leads to the request."""
    accepting = {f"{path}status": QuoteRequestStatus.OPEN, f"{path}deadline_at__gt": now}
    late = {f"{path}status": QuoteRequestStatus.OPEN}
    return Case(
        When(**accepting, then=Value(QuotePhase.ACCEPTING.value)),
        When(**late, then=Value(QuotePhase.CLOSED.value)),
        default=F(f"{path}status"),
        output_field=CharField(),
    )


class QuoteRequestQuerySet(QuerySet["QuoteRequest"]):
    """Requests to several vendors at once."""

    def visible_to(self, user: AnyUser) -> QuoteRequestQuerySet:
        """Staff of the asking body; once opened, people of the invited vendors."""
        return self.filter(
            serves(user, "project__municipality_id")
            | (is_asked_for_quote(user, "pk") & ~Q(status=QuoteRequestStatus.DRAFT))
        )

    def visible_to_staff(self, user: AnyUser) -> QuoteRequestQuerySet:
        """The part of `visible_to` with every answer on it: the asking body's own people."""
        return self.filter(serves(user, "project__municipality_id"))

    def accepting_quotes(self, now: datetime) -> QuoteRequestQuerySet:
        """Open and before the deadline; `QuoteRequest.is_accepting_quotes` says the same of one."""
        return self.filter(status=QuoteRequestStatus.OPEN, deadline_at__gt=now)

    def in_phase(self, phase: str, now: datetime) -> QuoteRequestQuerySet:
        """Those that stand there at `now`."""
        late = Q(status=QuoteRequestStatus.OPEN, deadline_at__lte=now)
        if phase == QuotePhase.ACCEPTING:
            return self.accepting_quotes(now)
        return self.filter(Q(status=phase) | late) if phase == QuotePhase.CLOSED else self.filter(status=phase)

    def with_phase(self, now: datetime) -> QuoteRequestQuerySet:
        """Annotates `phase`."""
        return self.annotate(phase=_phase(now))

    def with_list_data(self, now: datetime) -> QuoteRequestQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return (
            self.with_phase(now)
            .select_related("project__municipality", "created_by")
            .annotate(
                service_count=Count("invitations", distinct=True),
                quote_count=Count(
                    "invitations__quote",
                    distinct=True,
                    filter=Q(invitations__quote__status=QuoteStatus.SUBMITTED),
                ),
                open_question_count=Count(
                    "invitations__questions",
                    distinct=True,
                    filter=Q(invitations__questions__isnull=False, invitations__questions__answered_at__isnull=True),
                ),
            )
        )

    def with_quotes(self) -> QuoteRequestQuerySet:
        """Those that at least one vendor answered."""
        invitations = apps.get_model("procurement", "QuoteInvitation").objects.filter(
            request=OuterRef("pk"), quote__status=QuoteStatus.SUBMITTED
        )
        return self.filter(Exists(invitations))

    def with_outcome(self) -> QuoteRequestQuerySet:
        """What each came to, if it did, with the winner's name."""
        return self.select_related("outcome__winner__version")

    def sent(self) -> QuoteRequestQuerySet:
        """Not a draft any more."""
        return self.exclude(status=QuoteRequestStatus.DRAFT)

    def undecided(self) -> QuoteRequestQuerySet:
        """Out with the vendors, or closed, and without a result."""
        return self.filter(status__in=[QuoteRequestStatus.OPEN, QuoteRequestStatus.CLOSED])

    def with_page_data(self, now: datetime) -> QuoteRequestQuerySet:
        """What the pages of one request need of itself, in one query."""
        return self.with_phase(now).select_related("project__municipality", "created_by", "opened_by")

    def latest_first(self) -> QuoteRequestQuerySet:
        return self.order_by("-created_at", "-pk")


class QuoteItemQuerySet(QuerySet["QuoteRequestItem"]):
    """Lines of requests."""

    def current(self) -> QuoteItemQuerySet:
        """Those of the edition that holds, in their order."""
        return self.filter(last_edition__isnull=True).order_by("position")


class QuoteAttachmentQuerySet(QuerySet["QuoteRequestAttachment"]):
    """Files of the asking body."""

    def visible_to(self, user: AnyUser) -> QuoteAttachmentQuerySet:
        """Those who see the request."""
        return self.filter(
            serves(user, "request__project__municipality_id")
            | (is_asked_for_quote(user, "request_id") & ~Q(request__status=QuoteRequestStatus.DRAFT))
        )

    def visible_to_staff(self, user: AnyUser) -> QuoteAttachmentQuerySet:
        """The asking body's own people."""
        return self.filter(serves(user, "request__project__municipality_id"))

    def current(self) -> QuoteAttachmentQuerySet:
        """Those of the edition that holds."""
        return self.filter(last_edition__isnull=True)

    def in_order(self) -> QuoteAttachmentQuerySet:
        return self.order_by("number")


class QuoteInvitationQuerySet(QuerySet["QuoteInvitation"]):
    """The services that are asked. One invited vendor sees its own row alone, not even the number of the others."""

    def visible_to(self, user: AnyUser) -> QuoteInvitationQuerySet:
        """Staff of the asking body; once opened, the invited vendor."""
        return self.filter(serves(user, "request__project__municipality_id") | self._addressed_to(user))

    def visible_to_staff(self, user: AnyUser) -> QuoteInvitationQuerySet:
        """The asking body's own people."""
        return self.filter(serves(user, "request__project__municipality_id"))

    def visible_to_vendor(self, user: AnyUser) -> QuoteInvitationQuerySet:
        """The invited vendor's people, once opened."""
        return self.filter(self._addressed_to(user))

    @staticmethod
    def _addressed_to(user: AnyUser) -> Q:
        return works_for(user, "vendor_id") & ~Q(request__status=QuoteRequestStatus.DRAFT)

    def awaiting_quotes(self, now: datetime) -> QuoteInvitationQuerySet:
        """Neither answered nor declined, and still in time."""
        return self.filter(
            status=QuoteInvitationStatus.INVITED,
            request__status=QuoteRequestStatus.OPEN,
            request__deadline_at__gt=now,
        ).exclude(quote__status=QuoteStatus.SUBMITTED)

    def concluded(self, result: str = "") -> QuoteInvitationQuerySet:
        """Those whose request came to a result or was called off; `result`: won, lost or cancelled.

        Who declined has neither won nor lost.
        """
        over = self.filter(request__status__in=[QuoteRequestStatus.DECIDED, QuoteRequestStatus.CANCELLED])
        won = Q(quote__versions__won_outcome__isnull=False)
        if result == "won":
            return over.filter(won)
        if result == "lost":
            chosen = self.model._default_manager.filter(won)
            lost = over.filter(request__status=QuoteRequestStatus.DECIDED, status=QuoteInvitationStatus.INVITED)
            return lost.exclude(pk__in=chosen.values("pk"))
        return over.filter(request__status=QuoteRequestStatus.CANCELLED) if result == "cancelled" else over

    def latest_result_first(self) -> QuoteInvitationQuerySet:
        """The result of the newest request first."""
        return self.order_by("-request__deadline_at", "-pk")

    def due_within(self, span: timedelta, now: datetime) -> QuoteInvitationQuerySet:
        """Awaiting with a deadline that near, and invited longer ago than a day."""
        return self.awaiting_quotes(now).filter(
            request__deadline_at__lte=now + span, invited_at__lte=now - timedelta(days=1)
        )

    def with_list_data(self, now: datetime) -> QuoteInvitationQuerySet:
        """What a row of a list shows, in one query whatever the number of rows.

        Annotates `phase`, and `is_chosen`: all that the vendor learns of the outcome.
        """
        chosen = self.model._default_manager.filter(pk=OuterRef("pk"), quote__versions__won_outcome__isnull=False)
        return self.select_related(
            "request__project__municipality", "version", "vendor", "service", "quote__current"
        ).annotate(phase=_phase(now, "request__"), is_chosen=Exists(chosen))

    def with_names(self) -> QuoteInvitationQuerySet:
        """Who was asked about what."""
        return self.select_related("vendor", "version")

    def with_page_data(self, now: datetime) -> QuoteInvitationQuerySet:
        """What the vendor's pages of one request need of itself. Annotates `question_count`: those the vendor reads."""
        readable = Q(request__invitations__questions__answered_at__isnull=False) | Q(
            request__invitations__questions__invitation=F("pk")
        )
        questions = Count("request__invitations__questions", distinct=True, filter=readable)
        return self.with_list_data(now).annotate(question_count=questions)

    def by_deadline(self) -> QuoteInvitationQuerySet:
        """What can still be answered first, the nearest deadline before the later ones; then the past, newest first."""
        return self.order_by(
            Case(When(phase=QuotePhase.ACCEPTING, then=F("request__deadline_at")), default=None).asc(nulls_last=True),
            "-request__deadline_at",
            "-pk",
        )

    def in_order(self) -> QuoteInvitationQuerySet:
        """As they were chosen."""
        return self.order_by("pk")


class QuoteQuestionQuerySet(QuerySet["QuoteQuestion"]):
    """Questions of vendors, whose author only the asking body knows."""

    def visible_to(self, user: AnyUser) -> QuoteQuestionQuerySet:
        """Staff of the asking body, the vendor that asked; once answered, every invited vendor. Operators: reported."""
        parties = (
            serves(user, "invitation__request__project__municipality_id")
            | works_for(user, "invitation__vendor_id")
            | (is_asked_for_quote(user, "invitation__request_id") & Q(answered_at__isnull=False))
        )
        if user.is_active and user.is_staff:
            return self.filter(parties | Q(_is_reported()))
        return self.filter(parties)

    def visible_to_staff(self, user: AnyUser) -> QuoteQuestionQuerySet:
        """The part of `visible_to` that names who asked: the asking body's own people."""
        return self.filter(serves(user, "invitation__request__project__municipality_id"))

    def awaiting_answer(self) -> QuoteQuestionQuerySet:
        """Not answered, and still to be: the request goes on."""
        return self.filter(answered_at__isnull=True, invitation__request__status=QuoteRequestStatus.OPEN)

    def with_page_data(self) -> QuoteQuestionQuerySet:
        """What the page of one question needs, in one query."""
        return self.select_related("invitation__request__project__municipality", "invitation__vendor")

    def in_order(self) -> QuoteQuestionQuerySet:
        """As they were asked."""
        return self.select_related("invitation__vendor", "invitation__version", "answered_by").order_by("pk")


def _is_reported() -> Exists:
    return Exists(
        Report.objects.filter(
            content_type__app_label="procurement", content_type__model="quotequestion", object_id=OuterRef("pk")
        )
    )


class QuoteQuerySet(QuerySet["Quote"]):
    """The vendors' answers."""

    def visible_to(self, user: AnyUser) -> QuoteQuerySet:
        """The vendor that wrote it; once submitted, staff of the asking body. Nobody else, ever."""
        return self.filter(self._received_by(user) | works_for(user, "invitation__vendor_id"))

    def visible_to_staff(self, user: AnyUser) -> QuoteQuerySet:
        """What the asking body received."""
        return self.filter(self._received_by(user))

    @staticmethod
    def _received_by(user: AnyUser) -> Q:
        return serves(user, "invitation__request__project__municipality_id") & ~Q(status=QuoteStatus.DRAFT)

    def standing(self) -> QuoteQuerySet:
        """Submitted and not withdrawn: what a comparison may count on; `Quote.stands` says the same of one."""
        return self.filter(status=QuoteStatus.SUBMITTED)

    def with_detail_data(self) -> QuoteQuerySet:
        """What the page of one quote needs besides its lines."""
        return self.select_related(
            "invitation__request__project__municipality", "invitation__version", "invitation__vendor", "current"
        )


class QuoteVersionQuerySet(QuerySet["QuoteVersion"]):
    """Versions of quotes; a working copy (not submitted) is its vendor's alone."""

    def visible_to(self, user: AnyUser) -> QuoteVersionQuerySet:
        """The vendor that wrote it; of the submitted ones also staff of the asking body."""
        received = serves(user, "quote__invitation__request__project__municipality_id") & Q(submitted_at__isnull=False)
        return self.filter(received | works_for(user, "quote__invitation__vendor_id"))

    def submitted(self) -> QuoteVersionQuerySet:
        return self.filter(submitted_at__isnull=False)

    def latest_first(self) -> QuoteVersionQuerySet:
        return self.order_by("-number")
