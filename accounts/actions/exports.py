"""A copy of one's own data: asked for, made by a job, told of."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions.persons import lock_person
from accounts.audit import record
from accounts.emails import send_export_ready
from accounts.enums import ExportStatus
from accounts.models import DataExport, User
from accounts.own_data import packed
from accounts.policies.exports import can_ask_export
from dss.jobs import enqueue

BUILD = "accounts.jobs.build_export"


@transaction.atomic
def ask_export(*, actor: User, now: datetime) -> DataExport:
    """Queue a copy; one at a time and one a day."""
    person = lock_person(actor.pk)
    can_ask_export(person).or_refuse()
    export = DataExport.objects.create(user=person, asked_at=now)
    record(actor=actor, verb="ask_export", obj=export, now=now)
    enqueue(BUILD, export_id=export.pk)
    return export


@transaction.atomic
def build_export(*, export_id: int, now: datetime) -> None:
    """Make the copy and tell the person; nothing happens where it is made already or the person has gone."""
    export = DataExport.objects.select_for_update(of=("self",)).select_related("user").filter(pk=export_id).first()
    if export is None or export.status != ExportStatus.WAITING or not export.user.is_active:
        return
    export.content = packed(export.user, now)
    export.size = len(export.content)
    export.status = ExportStatus.READY
    export.ready_at = now
    export.save()
    send_export_ready(export=export, now=now)
