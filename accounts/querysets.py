"""Named facts about people and bodies, as database filters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from accounts.enums import (
    DomainStatus,
    FileState,
    MembershipStatus,
    Reach,
    ReportStatus,
    RequestStatus,
    VendorHandoverStatus,
    VendorRole,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import (
        Advisor,
        AdvisorInvitation,
        DeadJob,
        MembershipRequest,
        MunicipalDomain,
        MunicipalMembership,
        Report,
        StoredFile,
        SuspendedAddress,
        User,
        Vendor,
        VendorHandover,
        VendorInvitation,
        VendorMembership,
    )

DOMAIN_EVIDENCE_HOLDS = timedelta(days=365)
"""After so long somebody makes sure again that a domain is still the body's."""
JOB_PATIENCE = timedelta(minutes=15)
"""A job that got nowhere for so long is stuck."""
WORKER_SILENCE = timedelta(minutes=1)
"""After so long without a sign of life no worker is there."""
STATEMENT_LIFETIME = timedelta(days=365)
"""For so long an advisor's statement about ties to vendors counts."""
HOLDING = (MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)


class MembershipQuerySet(QuerySet["MunicipalMembership"]):
    """Memberships and whether they count right now."""

    def live(self, now: datetime) -> MembershipQuerySet:
        """Those that count at `now`: active, not expired (expiry day included, Tokyo time), the very address
        still confirmed, the domain not revoked, the body still existing."""
        return self.live_on(timezone.localdate(now))

    def live_on(self, today: date) -> MembershipQuerySet:
        """Those that count at this moment, `today` being the day in Tokyo. See `accounts.serving` for one person."""
        proof = EmailAddress.objects.annotate(text=Lower("email")).filter(
            pk=OuterRef("email_address_pk"), user=OuterRef("user"), verified=True, text=Lower(OuterRef("email"))
        )
        own_domain = Func(
            Lower(OuterRef("email")), Value("@"), Value(2), function="SPLIT_PART", output_field=CharField()
        )
        revoked = apps.get_model("accounts", "MunicipalDomain").objects.filter(
            domain=own_domain, revoked_at__isnull=False
        )
        return self.filter(
            Q(domain__isnull=True) | Q(domain__status=DomainStatus.VERIFIED),
            Exists(proof),
            ~Exists(revoked),
            status=MembershipStatus.ACTIVE,
            expires_on__gte=today,
            user__is_active=True,
            municipality__ended_on__isnull=True,
        )

    def visible_to(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """As colleagues: live staff find those, live too, who said on their profile that they want to be found."""
        if not user.is_authenticated:
            return self.none()
        now = timezone.now()
        staff = self.model._default_manager.live(now).filter(user_id=user.pk)
        return self.live(now).filter(Exists(staff), user__profile__reach__in=[Reach.FOUND, Reach.ASKED])

    def holding(self) -> MembershipQuerySet:
        """Those that occupy their person's one place, whether they count at the moment or not."""
        return self.filter(status__in=HOLDING)

    def suspended_for(self, user: User, email: str) -> MembershipQuerySet:
        """Those an operator stopped: of this person, or of whoever held this address before."""
        return self.filter(Q(user=user) | Q(email__iexact=email), status=MembershipStatus.SUSPENDED)

    def revoked_for(self, user: User, email: str) -> MembershipQuerySet:
        """Those an operator ended for good: of this person, or of whoever held this address before."""
        return self.filter(Q(user=user) | Q(email__iexact=email), status=MembershipStatus.REVOKED)


class DomainQuerySet(QuerySet["MunicipalDomain"]):
    """The table of mail domains."""

    def due_for_recheck(self, now: datetime) -> DomainQuerySet:
        """Verified, and for a year nobody made sure that the body still has them: domains are given up and sold on.
        `last_checked_at` says when somebody did."""
        checked = Coalesce("rechecked_at", "verified_at")
        return self.annotate(last_checked_at=checked).filter(
            status=DomainStatus.VERIFIED, last_checked_at__lt=now - DOMAIN_EVIDENCE_HOLDS
        )

    def verifiable_by(self, operator: User) -> DomainQuerySet:
        """Proposed by somebody else, who may not verify it too."""
        return self.filter(status=DomainStatus.PROPOSED).exclude(proposed_by=operator)


class MembershipRequestQuerySet(QuerySet["MembershipRequest"]):
    """Requests for the operators."""

    def decidable_by(self, operator: User) -> MembershipRequestQuerySet:
        """What waits, but for the operator's own."""
        return self.filter(status=RequestStatus.PENDING).exclude(user=operator)

    def pending_of(self, user: User) -> MembershipRequest | None:
        """The one request of `user` that still waits."""
        return self.filter(user=user, status=RequestStatus.PENDING).select_related("municipality").first()


class ReportQuerySet(QuerySet["Report"]):
    """The queue of reports."""

    def decidable_by(self, operator: User) -> ReportQuerySet:
        """What waits, but for what the operator reported."""
        return self.filter(status=ReportStatus.OPEN).exclude(reporter=operator)


class SuspendedAddressQuerySet(QuerySet["SuspendedAddress"]):
    """Addresses that mails are, or were, kept from."""

    def in_force(self) -> SuspendedAddressQuerySet:
        """Neither a code nor an operator lifted it."""
        return self.filter(lifted_at__isnull=True)


class VendorQuerySet(QuerySet["Vendor"]):
    """Vendors."""

    def of_member(self, user: User) -> VendorQuerySet:
        """The vendor `user` acts for: one at most."""
        return self.filter(is_suspended=False, memberships__user=user, memberships__ended_at__isnull=True)

    def in_public(self) -> VendorQuerySet:
        """Those that everyone may find."""
        return self.filter(is_suspended=False)

    def suspended(self) -> VendorQuerySet:
        """Those the operators stopped: few."""
        return self.filter(is_suspended=True)


class VendorMembershipQuerySet(QuerySet["VendorMembership"]):
    """Places in vendors' teams."""

    def present(self) -> VendorMembershipQuerySet:
        """Those that have not ended, with their people."""
        return self.filter(ended_at__isnull=True).select_related("user")

    def visible_to(self, user: User) -> VendorMembershipQuerySet:
        """The present team of the vendor `user` acts for."""
        return self.filter(
            ended_at__isnull=True,
            vendor__is_suspended=False,
            vendor__in=self.model._default_manager.filter(user=user, ended_at__isnull=True).values("vendor"),
        )


class VendorHandoverQuerySet(QuerySet["VendorHandover"]):
    """Offers to take over the ownership of a vendor."""

    def open(self) -> VendorHandoverQuerySet:
        """Those that wait for the successor's word."""
        return self.filter(status=VendorHandoverStatus.OPEN)

    def visible_to(self, user: User) -> VendorHandoverQuerySet:
        """The owners of the vendor and the member who was asked, while they belong to its team."""
        places: VendorMembershipQuerySet = apps.get_model("accounts", "VendorMembership").objects.all()
        own = places.visible_to(user).filter(user=user, vendor=OuterRef("vendor"))
        return self.filter(Exists(own.filter(Q(role=VendorRole.OWNER) | Q(pk=OuterRef("successor")))))

    def asking(self, user: User) -> VendorHandoverQuerySet:
        """The open ones that ask this very person."""
        return self.open().filter(successor__user=user, successor__ended_at__isnull=True, vendor__is_suspended=False)

    def with_people(self) -> VendorHandoverQuerySet:
        return self.select_related("vendor", "owner__user", "successor__user")


class VendorInvitationQuerySet(QuerySet["VendorInvitation"]):
    """Invitations to vendors' teams."""

    def open(self, now: datetime) -> VendorInvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)

    def visible_to(self, user: User) -> VendorInvitationQuerySet:
        """The invitations of the vendor `user` owns."""
        return self.filter(
            vendor__is_suspended=False,
            vendor__memberships__user=user,
            vendor__memberships__role=VendorRole.OWNER,
            vendor__memberships__ended_at__isnull=True,
        )

    def by_token(self, token_sha256: str, now: datetime) -> VendorInvitationQuerySet:
        """The open invitation whose link holds the token with this hash."""
        return self.open(now).filter(token_sha256=token_sha256, vendor__is_suspended=False).select_related("vendor")


class AdvisorQuerySet(QuerySet["Advisor"]):
    """専門家アドバイザー."""

    def active(self) -> AdvisorQuerySet:
        """Those who answer at the moment, with their people."""
        return self.filter(is_active=True, user__is_active=True).select_related("user")

    def stated(self, now: datetime) -> AdvisorQuerySet:
        """Those whose statement about ties to vendors is of the last year; `Advisor.has_stated` says the same."""
        return self.filter(conflicts_stated_at__gt=now - STATEMENT_LIFETIME)

    def unstated(self, now: datetime) -> AdvisorQuerySet:
        """Those who have to state their ties to vendors, for the first time or again."""
        return self.filter(Q(conflicts_stated_at__isnull=True) | Q(conflicts_stated_at__lte=now - STATEMENT_LIFETIME))

    def of_person(self, user: User | AnonymousUser) -> AdvisorQuerySet:
        """The advisor `user` is at this moment: one at most."""
        return self.active().filter(user_id=user.pk or 0)

    def visible_to(self, user: User | AnonymousUser) -> AdvisorQuerySet:
        """Those who answer now: all of them to live municipal staff and operators, an advisor their own row."""
        if not user.is_authenticated:
            return self.none()
        if user.is_staff and user.is_active:
            return self.active()
        staff = apps.get_model("accounts", "MunicipalMembership").objects.live(timezone.now()).filter(user_id=user.pk)
        return self.active().filter(Q(Exists(staff)) | Q(user_id=user.pk))


class AdvisorInvitationQuerySet(QuerySet["AdvisorInvitation"]):
    """Invitations to become an advisor."""

    def open(self, now: datetime) -> AdvisorInvitationQuerySet:
        """Those that can still be accepted."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)

    def by_token(self, token_sha256: str, now: datetime) -> AdvisorInvitationQuerySet:
        """The open invitation whose link holds the token with this hash."""
        return self.open(now).filter(token_sha256=token_sha256)


class StoredFileQuerySet(QuerySet["StoredFile"]):
    """What the nightly rounds know of the stored files."""

    def wrong(self) -> StoredFileQuerySet:
        """Missing or changed."""
        return self.exclude(state=FileState.SOUND)

    def sound(self) -> StoredFileQuerySet:
        """As they were stored, as far as is known."""
        return self.filter(state=FileState.SOUND)

    def in_turn(self) -> StoredFileQuerySet:
        """Those not compared for longest come first."""
        return self.order_by(F("checked_at").asc(nulls_first=True), "pk")


class DeadJobQuerySet(QuerySet["DeadJob"]):
    """The queue of background jobs, of which only what is stuck interests here."""

    def dead(self, now: datetime) -> DeadJobQuerySet:
        """Given up, left by a worker that is gone, or due for a quarter of an hour though a worker is there."""
        silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - JOB_PATIENCE)
        passed_over = _overdue(now) & Q(Exists(_workers_at(now)))
        return self._with_last(now).filter(Q(status="failed") | (Q(status="doing") & silent) | passed_over)

    def unattended(self, now: datetime) -> DeadJobQuerySet:
        """Due for a quarter of an hour while no worker is there: one thing to see to, however many wait."""
        return self._with_last(now).filter(_overdue(now), ~Exists(_workers_at(now)))

    def _with_last(self, now: datetime) -> DeadJobQuerySet:
        """`last_at` is the last that happened to a job."""
        last = apps.get_model("procrastinate", "ProcrastinateEvent").objects.filter(job=OuterRef("pk"), at__lte=now)
        return self.annotate(last_at=Subquery(last.order_by("-at").values("at")[:1]))


def _overdue(now: datetime) -> Q:
    due = Q(scheduled_at__lt=now - JOB_PATIENCE) | Q(scheduled_at__isnull=True, last_at__lt=now - JOB_PATIENCE)
    return Q(status="todo") & due


def _workers_at(now: datetime) -> QuerySet[Any]:
    """Every worker gives a sign of life each ten seconds."""
    workers: QuerySet[Any] = apps.get_model("procrastinate", "ProcrastinateWorker").objects.all()
    return workers.filter(last_heartbeat__gt=now - WORKER_SILENCE)
