"""All drafts of one imported table handed in for review at once; those that lack something stay with the vendor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions.locking import expect
from catalog.completeness import messages_of_draft
from catalog.draft_pictures import draft_shots
from catalog.emails import send_listings_submitted
from catalog.enums import DraftStatus, UploadStatus
from catalog.models import ListingUpload, Service, ServiceDraft
from catalog.policies import can_use_upload

UNMADE = "画面の画像の変換が終わっていないか、使えない画像があります。"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in, and what was not."""

    submitted: list[ServiceDraft]
    lacking: list[ServiceDraft]


def lacking_in(draft: ServiceDraft) -> list[str]:
    """In words, why a draft cannot be handed in; nothing when it can."""
    lost = messages_of_draft(draft)
    if draft.screenshots and len(draft_shots(draft)) < len(draft.screenshots):
        lost.append(UNMADE)
    return lost


@transaction.atomic
def submit_listing_upload(*, upload: ListingUpload, actor: User, now: dt.datetime) -> Submission:
    """Hand in every complete draft that the table wrote and nobody handed in since. Pressed twice, the second finds
    nothing to do. The operators get one message for all."""
    can_use_upload(actor, upload).or_refuse()
    expect(upload.status == UploadStatus.APPLIED, "先に、取り込んだ内容を下書きに反映してください。")
    held = Service.objects.select_for_update(of=("self",)).filter(draft__upload=upload).order_by("pk")
    services = {service.pk: service for service in held}
    drafts = ServiceDraft.objects.select_for_update(of=("self",)).filter(service__in=services).order_by("pk")
    submission = Submission([], [])
    for draft in drafts.filter(upload=upload).to_submit():
        draft.service = services[draft.service_id]
        (submission.lacking if lacking_in(draft) else submission.submitted).append(draft)
    for draft in submission.submitted:
        draft.status = DraftStatus.IN_REVIEW
        draft.submitted_at = now
        data = {"revision": draft.revision, "upload": upload.pk}
        record(actor=actor, verb="draft_submitted", obj=draft.service, now=now, data=data)
    ServiceDraft.objects.bulk_update(submission.submitted, ["status", "submitted_at"])
    if submission.submitted:
        send_listings_submitted(upload, submission.submitted, now)
    return submission
