"""PDF brochures: taken in after a structural check, taken off offer, never overwritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.audit import record
from accounts.models import User
from catalog.actions.locking import expect, lock_service
from catalog.models import Brochure, Service
from catalog.policies import can_edit_service
from dss.storage.keeping import kept

MAX_BROCHURES = 10
FOLDER = "brochures"


@transaction.atomic
def upload_brochure(
    *, service: Service, title: str, file: UploadedFile, original_name: str, actor: User, now: dt.datetime
) -> Brochure:
    """Offer a PDF with a listing. `file` and `original_name` have passed the form's checks."""
    service = lock_service(service.pk)
    can_edit_service(actor, service).or_refuse()
    offered = Brochure.objects.filter(service=service).offered()
    expect(offered.count() < MAX_BROCHURES, f"1つのサービスに登録できる資料は{MAX_BROCHURES}件までです。")
    sha256 = _sha256(file)
    expect(not offered.filter(sha256=sha256).exists(), "同じ内容の資料がすでに登録されています。")
    brochure = Brochure.objects.create(
        service=service,
        title=title,
        original_name=original_name,
        file=kept(file, f"{FOLDER}/{uuid.uuid4()}.pdf"),
        sha256=sha256,
        size=file.size or 0,
        uploaded_at=now,
        uploaded_by_key=actor.key,
    )
    record(actor=actor, verb="brochure_uploaded", obj=brochure, now=now, data={"service": service.pk})
    return brochure


@transaction.atomic
def remove_brochure(*, brochure: Brochure, actor: User, now: dt.datetime) -> None:
    """Offer it no longer; whoever received it before keeps it."""
    service = lock_service(brochure.service_id)
    can_edit_service(actor, service).or_refuse()
    brochure = Brochure.objects.select_for_update().get(pk=brochure.pk)
    expect(brochure.removed_at is None, "この資料はすでに取り下げられています。")
    brochure.removed_at = now
    brochure.save(update_fields=["removed_at"])
    record(actor=actor, verb="brochure_removed", obj=brochure, now=now, data={"service": service.pk})


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
