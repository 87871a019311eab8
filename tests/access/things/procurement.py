"""Things of procurement."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from procurement.enums import InquiryKind, MemberRole, MessageSide, OutcomeKind, ProjectStatus, ProjectStepKind, Verdict
from procurement.indexing import PROJECTS
from procurement.models import (
    Outcome,
    OutcomeContract,
    OutcomeLesson,
    OutcomeRemark,
    Project,
    ProjectDocument,
    ProjectMember,
    ProjectStep,
    Quote,
    QuoteAmendment,
    QuoteLine,
    QuoteRequest,
    QuoteVersion,
)
from tests.access.canary import CANARY
from tests.access.things.references import references
from tests.access.things.vendor_desk import desk
from tests.factories import (
    BrochureHandoverFactory,
    CandidateFactory,
    InquiryAttachmentFactory,
    InquiryFactory,
    InquiryMessageFactory,
    ProjectFactory,
    ProjectNoteFactory,
    QuoteFactory,
    QuoteQuestionFactory,
    QuoteRequestAttachmentFactory,
    QuoteRequestFactory,
    UserFactory,
    open_request,
)

if TYPE_CHECKING:
    from tests.access.world import World


def things(world: World) -> dict[str, Any]:
    """A asks about X's listing without naming itself."""
    inquiry = InquiryFactory(
        service=world.things["service"],
        municipality=world.municipality_a,
        created_by=world.users["staff_a"],
        subject=f"{CANARY}についての件",
        kind=InquiryKind.DEMO,
        wished_dates=CANARY,
    )
    BrochureHandoverFactory(inquiry=inquiry, brochure=world.things["brochure"])
    answer = InquiryMessageFactory(
        inquiry=inquiry, side=MessageSide.VENDOR, author=world.users["vendor_x"], body=CANARY
    )
    InquiryAttachmentFactory(message=answer, original_name=f"{CANARY}.txt")
    return {
        "inquiry": inquiry,
        "message": InquiryMessageFactory(inquiry=inquiry, body=CANARY),
        **_project(world),
        **references(world),
        **desk(world, inquiry),
    }


def _project(world: World) -> dict[str, Any]:
    """A considers X's listing, and says in every field what nobody else may read."""
    project = ProjectFactory(
        municipality=world.municipality_a,
        title=f"{CANARY}についての件",
        need=CANARY,
        created_by=world.users["staff_a"],
    )
    candidate = CandidateFactory(
        project=project,
        service=world.things["service"],
        verdict=Verdict.REJECTED,
        reason=CANARY,
        judged_at=world.things["now"],
    )
    note = ProjectNoteFactory(project=project, body=CANARY)
    ProjectStep.objects.create(
        project=project, kind=ProjectStepKind.NOTE, note=note, actor=note.author, at=world.things["now"]
    )
    ProjectStep.objects.create(
        project=project,
        kind=ProjectStepKind.VERDICT,
        actor=note.author,
        subject=CANARY,
        detail=CANARY,
        at=world.things["now"],
    )
    colleague = UserFactory(name=f"{CANARY}の同僚")
    InquiryFactory(
        service=world.things["service"],
        municipality=world.municipality_a,
        created_by=world.users["staff_a"],
        subject=f"{CANARY}についての件",
        project=project,
    )
    PROJECTS.reindex_stale()
    return {
        "project": project,
        "project_member": ProjectMember.objects.create(
            project=project, user=colleague, role=MemberRole.FOLLOWER, added_at=world.things["now"]
        ),
        "candidate": candidate,
        "project_document": ProjectDocument.objects.create(
            project=project, version=world.things["version"], attached_at=world.things["now"]
        ),
        "outcome": _outcome(world),
        **_quotes(world, project),
    }


def _outcome(world: World) -> Outcome:
    """A chose X's listing without asking for quotes, and wrote down why."""
    now = world.things["now"]
    project = ProjectFactory(
        municipality=world.municipality_a,
        title=f"{CANARY}についての件",
        created_by=world.users["staff_a"],
        status=ProjectStatus.DECIDED,
        decided_at=now,
    )
    winner = CandidateFactory(
        project=project, service=world.things["service"], verdict=Verdict.SELECTED, reason=CANARY, judged_at=now
    )
    outcome = Outcome.objects.create(
        project=project,
        round=1,
        kind=OutcomeKind.AWARDED,
        winner=winner,
        reasons=CANARY,
        decided_at=now,
        decided_by=project.lead,
    )
    OutcomeRemark.objects.create(outcome=outcome, candidate=winner, reason=CANARY, told_reason=CANARY)
    today = timezone.localdate(now)
    follow_up = {"outcome": outcome, "updated_at": now, "updated_by": project.lead}
    OutcomeContract.objects.create(
        **follow_up, starts_on=today, ends_on=today + timedelta(days=90), note=CANARY, recorded_at=now
    )
    OutcomeLesson.objects.create(
        **follow_up, went_well=CANARY, do_otherwise=CANARY, for_successors=CANARY, written_at=now
    )
    return outcome


def _quotes(world: World, project: Project) -> dict[str, Any]:
    """A drafts a request, and has asked X for a quote, which X answered and asked something about."""
    service = world.things["service"]
    draft = QuoteRequestFactory(project=project, title=f"{CANARY}についての件", with_services=[service])
    plain = QuoteRequestFactory(
        project=project, title=f"{CANARY}についての件", conditions=CANARY, with_services=[service]
    )
    attachment = QuoteRequestAttachmentFactory(request=plain, original_name=f"{CANARY}.pdf")
    open_request(plain)
    invitation = plain.invitations.get()
    quote = QuoteFactory(
        invitation=invitation,
        amount=31_415_927,
        version={
            "scope_notes": CANARY,
            "file": attachment.file.name,
            "file_name": f"{CANARY}.pdf",
            "file_sha256": attachment.sha256,
            "file_size": 20,
        },
    )
    amended = _amended(world, project)
    return {
        "amended_request": amended,
        "amended_invitation": amended.invitations.get(),
        "quote_draft": draft,
        "draft_attachment": QuoteRequestAttachmentFactory(request=draft, original_name=f"{CANARY}.pdf"),
        "quote_request": plain,
        "quote_invitation": invitation,
        "quote_question": QuoteQuestionFactory(invitation=invitation, body=CANARY),
        "quote": quote,
        "quote_version": quote.current,
    }


def _amended(world: World, project: Project) -> QuoteRequest:
    """A asked X differently since, and X writes its quote."""
    request = QuoteRequestFactory(
        project=project,
        title=f"{CANARY}についての件",
        conditions=CANARY,
        with_services=[world.things["service"]],
        opened=True,
    )
    request.edition = 2
    request.save()
    QuoteAmendment.objects.create(
        request=request,
        number=2,
        summary=CANARY,
        before={"conditions": CANARY},
        amended_at=world.things["now"],
        amended_by_key=world.users["staff_a"].key,
    )
    quote = Quote.objects.create(
        invitation=request.invitations.get(), created_at=world.things["now"], updated_at=world.things["now"]
    )
    version = QuoteVersion.objects.create(quote=quote, number=1, edition=2, months=60, scope_notes=CANARY)
    QuoteLine.objects.create(version=version, item=request.items.first(), unit_amount=31_415_927, note=CANARY)
    return request
