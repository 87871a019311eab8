"""Files that come several at once: each becomes a draft of its own, whose facts somebody writes afterwards."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from documents.actions.steps import own_body
from documents.actions.usage import start_watching
from documents.actions.versions import write_version
from documents.enums import DocumentKind, DraftedBy
from documents.files import CheckedUpload
from documents.indexing import documents_changed
from documents.models import TITLE_LENGTH, SharedDocument
from documents.policies import can_create_document

_KINDS = (
    (re.compile("仕様"), DocumentKind.SPECIFICATION),
    (re.compile("契約|覚書|協定|特記事項|特約"), DocumentKind.CONTRACT),
    (re.compile("RFI|情報提供", re.IGNORECASE), DocumentKind.RFI),
    (re.compile("RFP|提案依頼|プロポーザル", re.IGNORECASE), DocumentKind.RFP),
    (re.compile("評価|審査|採点|配点"), DocumentKind.CRITERIA),
    (re.compile("要綱|要領|規程|ガイドライン"), DocumentKind.GUIDELINE),
)


@transaction.atomic
def register_file(*, upload: CheckedUpload, client_token: UUID, actor: User, now: datetime) -> SharedDocument:
    """A draft named after its file, with a guess at its kind; it is published only after its facts are written."""
    can_create_document(actor).or_refuse()
    municipality = own_body(actor, now)
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    sent = SharedDocument.objects.filter(created_by_key=actor.key, client_token=client_token).first()
    if sent is not None:
        return sent
    title = upload.name.rpartition(".")[0].strip()[:TITLE_LENGTH] or upload.name[:TITLE_LENGTH]
    document = SharedDocument.objects.create(
        municipality=municipality,
        title=title,
        kind=guessed_kind(title),
        drafted_by=DraftedBy.MUNICIPALITY,
        created_by=actor,
        created_by_key=actor.key,
        client_token=client_token,
        created_at=now,
        versioned_at=now,
    )
    write_version(document, upload=upload, note="", client_token=client_token, actor=actor, now=now)
    start_watching(document, actor, now)
    documents_changed([document.pk])
    record(actor=actor, verb="register_file", obj=document, now=now)
    return document


def guessed_kind(title: str) -> DocumentKind:
    """By the words of a file's name."""
    return next((kind for pattern, kind in _KINDS if pattern.search(title)), DocumentKind.OTHER)
