"""画面の画像: taken in, made anew by the worker, arranged in the draft, let go when no published version shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from catalog.actions.locking import expect, lock_draft
from catalog.actions.writing import IN_REVIEW, lock_for_writing, save_next_revision
from catalog.enums import DraftStatus, ScreenshotStatus
from catalog.models import Screenshot, Service, ServiceDraft
from catalog.models.screenshots import FOLDER, REASON_LENGTH
from catalog.policies import can_edit_service
from catalog.screenshots import MOST_SCREENSHOTS, PREVIEW_EDGE, shots_of
from dss.access import DomainError
from dss.images.checking import CheckedImage
from dss.images.cleaning import CleanedImage, cleaned_image
from dss.images.storing import stored_image, stored_upload
from dss.jobs import enqueue

SECTION = "screenshots"


@transaction.atomic
def add_screenshot(*, draft: ServiceDraft, upload: CheckedImage, alt: str, actor: User, now: dt.datetime) -> Screenshot:
    """Put a picture behind those of the draft; the worker makes it anew."""
    draft = lock_draft(draft.pk)
    can_edit_service(actor, draft.service).or_refuse()
    expect(draft.status != DraftStatus.IN_REVIEW, IN_REVIEW)
    expect(len(draft.screenshots) < MOST_SCREENSHOTS, f"画面の画像は{MOST_SCREENSHOTS}枚までです。")
    own = Screenshot.objects.filter(pk__in=_ids(draft.screenshots))
    expect(not own.filter(upload_sha256=upload.sha256).exists(), "同じ画像がすでに登録されています。")
    screenshot = Screenshot.objects.create(
        service=draft.service,
        upload=stored_upload(upload, FOLDER),
        upload_sha256=upload.sha256,
        uploaded_at=now,
        uploaded_by_key=actor.key,
    )
    draft.screenshots = [*draft.screenshots, {"id": screenshot.pk, "alt": alt}]
    save_next_revision(draft, SECTION, actor, now)
    enqueue("catalog.jobs.make_screenshot", screenshot_id=screenshot.pk)
    return screenshot


def make_screenshot(*, screenshot_id: int) -> None:
    """Make the pictures of an upload. Nothing is held meanwhile; again: nothing happens."""
    screenshot = Screenshot.objects.filter(pk=screenshot_id, status=ScreenshotStatus.PENDING).first()
    if screenshot is None:
        return
    with screenshot.upload.open("rb") as file:
        cleaned = cleaned_image(file, preview_edge=PREVIEW_EDGE)
    _finish(screenshot, cleaned)


@transaction.atomic
def arrange_screenshots(
    *, draft: ServiceDraft, revision: int, words: Sequence[tuple[int, str]], actor: User, now: dt.datetime
) -> ServiceDraft:
    """Put the draft's pictures in this order with these words (id, alternative text); others go."""
    draft = lock_for_writing(draft, revision, actor)
    known = _ids(draft.screenshots)
    if not {pk for pk, _ in words} <= known:
        raise DomainError("この下書きにない画像が選ばれました。画面を開き直してください。")
    draft.screenshots = [{"id": pk, "alt": alt} for pk, alt in words]
    save_next_revision(draft, SECTION, actor, now)
    let_go_screenshots(draft.service)
    return draft


def let_go_screenshots(service: Service) -> None:
    """Forget the pictures that neither a version nor the draft shows; the caller holds the service. The files are
    swept up later."""
    draft = ServiceDraft.objects.filter(service=service).first()
    kept = _ids(draft.screenshots) if draft else set()
    Screenshot.objects.filter(service=service, frozen_at__isnull=True).exclude(pk__in=kept).delete()


def refuse_unmade_screenshots(draft: ServiceDraft) -> None:
    """DomainError while a picture of the draft is not made, or cannot be: what is handed in is what is published."""
    rows = Screenshot.objects.filter(pk__in=_ids(draft.screenshots)).values_list("status", flat=True)
    states = set(rows)
    expect(
        ScreenshotStatus.REFUSED not in states,
        "表示できない画面の画像があります。その画像を外してから、審査を依頼してください。",
    )
    expect(
        ScreenshotStatus.PENDING not in states,
        "画面の画像を変換しています。1分ほど待ってから、もう一度審査を依頼してください。",
    )


def frozen_screenshots(draft: ServiceDraft, now: dt.datetime) -> list[dict[str, Any]]:
    """The entries of the version about to be frozen, with the sizes of the pictures, which stay from now on."""
    rows = Screenshot.objects.in_bulk(_ids(draft.screenshots))
    Screenshot.objects.filter(pk__in=rows, frozen_at__isnull=True).update(frozen_at=now)
    return [
        {"id": shot.id, "alt": shot.alt, "width": rows[shot.id].width, "height": rows[shot.id].height}
        for shot in shots_of(draft.screenshots)
    ]


def copied_screenshots(source: Iterable[dict[str, Any]], copy: Service) -> list[dict[str, Any]]:
    """The same pictures as rows of another listing; the files are shared. Those not made yet are left out."""
    entries = []
    for shot in shots_of(source):
        row = Screenshot.objects.filter(pk=shot.id, status=ScreenshotStatus.READY).first()
        if row is not None:
            row.pk, row.service, row.frozen_at = None, copy, None
            row._state.adding = True
            row.save()
            entries.append({"id": row.pk, "alt": shot.alt})
    return entries


@transaction.atomic
def _finish(screenshot: Screenshot, cleaned: CleanedImage) -> None:
    locked = Screenshot.objects.select_for_update().filter(pk=screenshot.pk, status=ScreenshotStatus.PENDING).first()
    if locked is None:  # removed, or made by another worker
        return
    locked.upload = ""
    if cleaned.picture is None or cleaned.preview is None:
        locked.status = ScreenshotStatus.REFUSED
        locked.refusal = cleaned.reason[:REASON_LENGTH]
    else:
        locked.status = ScreenshotStatus.READY
        locked.picture, locked.picture_sha256 = stored_image(cleaned.picture, FOLDER), cleaned.picture.sha256
        locked.preview, locked.preview_sha256 = stored_image(cleaned.preview, FOLDER), cleaned.preview.sha256
        locked.width, locked.height = cleaned.preview.width, cleaned.preview.height
    locked.save()


def _ids(entries: Iterable[dict[str, Any]]) -> set[int]:
    return {shot.id for shot in shots_of(entries)}
