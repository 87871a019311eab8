"""What waits for a person in the catalogue."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.personas import Persona
from accounts.waiting import MINE
from catalog.enums import DraftStatus, ServiceStatus
from catalog.freshness import stale_before
from catalog.models import Adoption, Review, Service, ServiceDraft
from dss.waiting import Pile


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The body's word on what it uses, the vendor's listings, the operators' queue of drafts."""
    own = _of_body(user, now) if persona.municipality else _of_vendor(user, now) if persona.vendor else []
    return own + (queues_of(user, persona, now) if persona.is_operator else [])


def _of_body(user: User, now: datetime) -> list[Pile]:
    own, inbox = Adoption.objects.of_own_body(user), reverse("catalog:adoption_inbox")
    due = own.awaiting_renewal(stale_before(timezone.localdate(now)))
    return [
        Pile("確認を待っている、自団体の導入実績", own.awaiting_confirmation(), inbox),
        Pile("確認から1年が過ぎた、自団体の導入実績", due, f"{inbox}#again"),
    ]


def _of_vendor(user: User, now: datetime) -> list[Pile]:
    own, desk = Service.objects.editable_by(user), reverse("catalog:desk_overview")
    stale = own.filter(status=ServiceStatus.PUBLISHED, confirmed_on__lt=stale_before(timezone.localdate(now)))
    silent = Review.objects.for_vendor(user).filter(reply__isnull=True)
    return [
        Pile("差し戻された掲載", own.filter(draft__status=DraftStatus.RETURNED), desk),
        Pile("運営により停止されている掲載", own.filter(status=ServiceStatus.SUSPENDED), desk),
        Pile("最終確認から1年が過ぎた掲載", stale, desk),
        Pile("返信していないレビュー", silent, reverse("catalog:desk_review_list")),
    ]


def queues_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """The operators' queues, without what concerns the vendor the operator acts for: others decide that."""
    drafts = ServiceDraft.objects.in_review_beside(persona.vendor)
    unlike = Adoption.objects.disputed_beside(persona.vendor)
    queue, records = reverse("admin:catalog_servicedraft_changelist"), reverse("admin:catalog_adoption_changelist")
    silent = Adoption.objects.unanswered(now)
    return [
        Pile("審査を待っている掲載", drafts, f"{queue}?{MINE}", since="submitted_at"),
        Pile("異議のある導入実績", unlike, f"{records}?{MINE}", since="disputed_at"),
        Pile("30日たっても自治体の答えがない導入実績", silent, f"{records}?claim=yes", since="claimed_at"),
    ]
