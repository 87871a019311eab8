"""Who sees which project (検討案件): the owning municipality's live staff, nobody else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.functions import Collate, JSONObject
from django.utils import timezone

from accounts.models import MunicipalMembership, User, VendorMembership
from accounts.serving import serves
from documents.enums import DocumentStatus
from documents.models import DocumentVersion
from procurement.enums import MemberRole, ProjectStatus, ProjectStepKind, Verdict
from procurement.querysets.parties import AnyUser

if TYPE_CHECKING:
    from procurement.models import Candidate, Project, ProjectDocument, ProjectMember, ProjectNote, ProjectStep


def _taking_part(user: User, *roles: MemberRole) -> QuerySet[ProjectMember]:
    members: QuerySet[ProjectMember] = apps.get_model("procurement", "ProjectMember").objects.all()
    return members.filter(project=OuterRef("pk"), user=user, role__in=roles)


class ProjectQuerySet(QuerySet["Project"]):
    """Projects of one's own body."""

    def visible_to(self, user: AnyUser) -> ProjectQuerySet:
        """Live staff of the owning municipality; operators and vendors have no access."""
        return self.filter(serves(user, "municipality_id"))

    def led_by(self, user: User) -> ProjectQuerySet:
        """Those this person is in charge of (担当)."""
        return self.filter(lead=user)

    def worked_on_by(self, user: User) -> ProjectQuerySet:
        """Those this person leads or is one of the 担当 of."""
        return self.filter(Q(lead=user) | Exists(_taking_part(user, MemberRole.MEMBER)))

    def followed_by(self, user: User) -> ProjectQuerySet:
        """Those this person watches (見守る)."""
        return self.filter(Exists(_taking_part(user, MemberRole.FOLLOWER)))

    def without_lead(self, now: dt.datetime) -> ProjectQuerySet:
        """Ongoing, and nobody on the body's live staff leads it: never named, transferred, lapsed, gone."""
        leads = MunicipalMembership.objects.live(now).filter(
            user=OuterRef("lead_id"), municipality=OuterRef("municipality_id")
        )
        return self.ongoing().exclude(Exists(leads))

    def ongoing(self) -> ProjectQuerySet:
        """Neither decided nor archived."""
        return self.filter(status=ProjectStatus.ACTIVE)

    def at_hand(self) -> ProjectQuerySet:
        """Everything that was not put away."""
        return self.exclude(status=ProjectStatus.ARCHIVED)

    def decided(self) -> ProjectQuerySet:
        return self.filter(status=ProjectStatus.DECIDED)

    def with_documents_to_share(self) -> ProjectQuerySet:
        """Decided with documents of the own body that nobody else has seen yet, unless that was declined."""
        documents = apps.get_model("procurement", "ProjectDocument").objects.own_drafts()
        return self.decided().filter(
            Exists(documents.filter(project=OuterRef("pk"))), sharing_dismissed_at__isnull=True
        )

    def archived(self) -> ProjectQuerySet:
        return self.filter(status=ProjectStatus.ARCHIVED)

    def with_list_data(self) -> ProjectQuerySet:
        """What a row of the list shows, in one query whatever the number of rows."""
        return self.select_related("lead", "category", "municipality").annotate(
            candidate_count=Count("candidates", distinct=True, filter=~Q(candidates__verdict=Verdict.REJECTED))
        )

    def with_page_data(self) -> ProjectQuerySet:
        """What the project's own page shows of itself: `decision` is what it came to without a request for quotes,
        `lead_is_live` whether its lead is on the body's live staff, `people` those beside the lead, `continued_by` the
        projects made out of it."""
        this_round = Q(outcomes__quote_request__isnull=True, outcomes__round=F("decision_round"))
        found = self.annotate(decision=FilteredRelation("outcomes", condition=this_round))
        leads = MunicipalMembership.objects.live(timezone.now()).filter(
            user=OuterRef("lead_id"), municipality=OuterRef("municipality_id")
        )
        members = apps.get_model("procurement", "ProjectMember").objects.filter(project=OuterRef("pk"))
        people = members.order_by("-role", "pk").values(
            row=JSONObject(pk="pk", user="user_id", name="user__name", role="role")
        )
        copies = apps.get_model("procurement", "Project").objects.filter(copied_from=OuterRef("pk")).order_by("pk")
        found = found.annotate(
            lead_is_live=Exists(leads),
            people=ArraySubquery(people),
            continued_by=ArraySubquery(copies.values(row=JSONObject(pk="pk", title="title"))),
        )
        return found.select_related(
            "copied_from",
            "lead",
            "category",
            "municipality",
            "created_by",
            "decision__winner__version",  # type: ignore[misc]  # the plug-in knows no filtered relations
        )

    def created_on(self, day: dt.date) -> ProjectQuerySet:
        """Made on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))

    def latest_first(self) -> ProjectQuerySet:
        """The project with the newest step first."""
        return self.order_by("-updated_at", "-pk")

    def newest_first(self) -> ProjectQuerySet:
        """The one made last first."""
        return self.order_by("-created_at", "-pk")

    def by_year(self) -> ProjectQuerySet:
        """The latest budget year first, without a year last."""
        return self.order_by(F("budget_year").desc(nulls_last=True), "-updated_at", "-pk")

    def by_title(self) -> ProjectQuerySet:
        return self.order_by(Collate("title", "C"), "pk")

    def with_person(self, user: User) -> ProjectQuerySet:
        """Led, worked on or watched by this person."""
        return self.filter(Q(lead=user) | Exists(_taking_part(user, *MemberRole)))


class ProjectMemberQuerySet(QuerySet["ProjectMember"]):
    """Colleagues who work on a project or watch it."""

    def visible_to(self, user: AnyUser) -> ProjectMemberQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def with_liveness(self, now: dt.datetime) -> ProjectMemberQuerySet:
        """Annotates `is_live`: whether the person is on the owning body's live staff at this moment."""
        live = MunicipalMembership.objects.live(now).filter(
            user=OuterRef("user_id"), municipality=OuterRef("project__municipality_id")
        )
        return self.annotate(is_live=Exists(live))

    def in_order(self) -> ProjectMemberQuerySet:
        """Those who work on it first, then those who watch."""
        return self.select_related("user").order_by("-role", "pk")


class CandidateQuerySet(QuerySet["Candidate"]):
    """Listings under consideration in a project."""

    def visible_to(self, user: AnyUser) -> CandidateQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def with_page_data(self) -> CandidateQuerySet:
        """What a candidate's own page shows."""
        return self.select_related("project__municipality", "service__vendor", "service__current", "version")

    def with_teams(self) -> CandidateQuerySet:
        """Annotates `has_team`: whether somebody of the vendor can answer. Without those that were turned down."""
        team = VendorMembership.objects.filter(
            vendor=OuterRef("service__vendor_id"),
            ended_at__isnull=True,
            user__is_active=True,
            vendor__is_suspended=False,
        )
        return self.exclude(verdict=Verdict.REJECTED).annotate(has_team=Exists(team))

    def in_order(self) -> CandidateQuerySet:
        """As they were added, with what a card shows."""
        return self.select_related("service__vendor", "service__current", "version", "added_by").order_by("pk")


class ProjectNoteQuerySet(QuerySet["ProjectNote"]):
    """Colleagues' notes."""

    def visible_to(self, user: AnyUser) -> ProjectNoteQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def written_on(self, day: dt.date) -> ProjectNoteQuerySet:
        """Written on this day, Tokyo time."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(created_at__gte=start, created_at__lt=start + dt.timedelta(days=1))


class ProjectStepQuerySet(QuerySet["ProjectStep"]):
    """What happened in a project."""

    def visible_to(self, user: AnyUser) -> ProjectStepQuerySet:
        """Those who see the project."""
        return self.filter(serves(user, "project__municipality_id"))

    def notes(self) -> ProjectStepQuerySet:
        """Only what colleagues wrote down."""
        return self.filter(kind=ProjectStepKind.NOTE)

    def latest_first(self) -> ProjectStepQuerySet:
        """Newest first, with who did it and what they wrote."""
        return self.select_related("actor", "note").order_by("-at", "-pk")


class ProjectDocumentQuerySet(QuerySet["ProjectDocument"]):
    """Documents a project refers to."""

    def visible_to(self, user: AnyUser) -> ProjectDocumentQuerySet:
        """Those who see the project. Whether they may read the document itself is asked of the document."""
        return self.filter(serves(user, "project__municipality_id"))

    def with_readability(self, user: AnyUser) -> ProjectDocumentQuerySet:
        """Annotates `is_readable`: its owner may have withdrawn it since."""
        readable = DocumentVersion.objects.visible_to(user).filter(pk=OuterRef("version_id"))
        return self.annotate(is_readable=Exists(readable))

    def for_vendors(self) -> ProjectDocumentQuerySet:
        """Those that `can_hand_document_to_vendors` allows the body's own staff."""
        own = self.filter(version__document__municipality=F("project__municipality"))
        return own.exclude(version__document__status=DocumentStatus.SUSPENDED)

    def own_drafts(self) -> ProjectDocumentQuerySet:
        """Those of the project's own body that were never shared."""
        own = self.filter(version__document__municipality=F("project__municipality"))
        return own.filter(version__document__status=DocumentStatus.DRAFT)

    def in_order(self) -> ProjectDocumentQuerySet:
        """As they were attached, with their titles and without their text."""
        listed = self.select_related("version__document__municipality").order_by("pk")
        return listed.defer("version__text", "version__portions")
