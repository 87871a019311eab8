"""What bodies fill in: begun, saved, copied, fetched, put into the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User
from documents.actions.documents import create_document
from documents.actions.facts import DocumentFacts
from documents.actions.steps import own_body
from documents.actions.versions import add_version
from documents.enums import DocumentKind, DraftedBy
from documents.files import CheckedUpload
from documents.filled import filled_upload
from documents.filling.declaration import Declaration, FieldType
from documents.filling.prefill import Prefill, prefilled
from documents.filling.values import beginnings, fitting, missing
from documents.models import TITLE_LENGTH, DocumentTemplate, SharedDocument, TemplateDraft
from documents.models.templates import SOURCE_LENGTH
from documents.policies import can_edit_draft, can_start_draft
from dss.access import DomainError

DRAFTS_A_DAY = 100
"""Of one person; far above honest use."""
COPY_MARK = "の写し"
_TOKENS = UUID("5f0d7f0e-7b5c-4b62-9d0e-0c8a3a5c9d11")


@dataclass(frozen=True, slots=True)
class DraftSource:
    """Where a draft's first values come from: a page of another room, and what it knows."""

    title: str = ""
    path: str = ""
    prefill: Prefill = field(default_factory=Prefill)


class DraftChanged(DomainError):
    """Somebody saved in between; `draft` is what stands there now, so that both texts can be shown."""

    def __init__(self, draft: TemplateDraft) -> None:
        super().__init__("ほかの人が先にこの下書きを保存しました。両方の内容を確かめて、保存し直してください。")
        self.draft = draft


@transaction.atomic
def start_draft(
    *,
    template: DocumentTemplate,
    source: DraftSource = DraftSource(),
    client_token: UUID,
    actor: User,
    now: datetime,
) -> TemplateDraft:
    """Begin to fill in an approved template, with what `source` knows. The same button twice makes one draft."""
    can_start_draft(actor, template).or_refuse()
    municipality, twin = _own_body_and_twin(actor, client_token, now)
    if twin is not None:
        return twin
    current = DocumentTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)
    if not current.is_approved:
        raise DomainError("この書式は、廃止されたか、新しい版に替わりました。書式の一覧から選び直してください。")
    questions = current.questions()
    copied = prefilled(questions, source.prefill)
    title = f"{current.title}（{source.prefill.project_title}）" if source.prefill.project_title else current.title
    draft = _create(
        TemplateDraft(
            template=current,
            title=title[:TITLE_LENGTH],
            answers=beginnings(questions) | _own_name(questions, municipality) | copied,
            prefilled=copied,
            source_title=source.title[:SOURCE_LENGTH],
            source_path=source.path[:SOURCE_LENGTH],
        ),
        municipality,
        client_token,
        actor,
        now,
    )
    record(actor=actor, verb="start_draft", obj=draft, now=now, data={"template": current.pk, "copied": sorted(copied)})
    return draft


@transaction.atomic
def save_draft(
    *, draft: TemplateDraft, title: str, answers: Mapping[str, Any], revision: int, actor: User, now: datetime
) -> TemplateDraft:
    """Keep what was filled in. `revision` is the one the person started from; else `DraftChanged`.

    One that a colleague put away meanwhile is at hand again.
    """
    locked = _lock(draft)
    can_edit_draft(actor, locked).or_refuse()
    if locked.revision != revision:
        raise DraftChanged(locked)
    locked.title = title
    locked.answers = fitting(locked.template.questions(), answers)
    locked.revision += 1
    locked.edited_by = actor
    locked.edited_at = now
    locked.put_away_at = None
    locked.save(update_fields=["title", "answers", "revision", "edited_by", "edited_at", "put_away_at"])
    record(actor=actor, verb="save_draft", obj=locked, now=now, data={"revision": locked.revision})
    return locked


@transaction.atomic
def put_away_draft(*, draft: TemplateDraft, is_put_away: bool, actor: User, now: datetime) -> None:
    """Take it out of the lists, or back into them; again: nothing happens twice. Nothing of it is lost."""
    locked = _lock(draft)
    can_edit_draft(actor, locked).or_refuse()
    if locked.is_put_away == is_put_away:
        return
    locked.put_away_at = now if is_put_away else None
    locked.save(update_fields=["put_away_at"])
    record(actor=actor, verb="put_away_draft", obj=locked, now=now, data={"is_put_away": is_put_away})


@transaction.atomic
def copy_draft(*, draft: TemplateDraft, client_token: UUID, actor: User, now: datetime) -> TemplateDraft:
    """Another draft with the same answers, in the template's newest version; what no longer fits is left out."""
    can_edit_draft(actor, draft).or_refuse()
    municipality, twin = _own_body_and_twin(actor, client_token, now)
    if twin is not None:
        return twin
    locked = _lock(draft)
    template = DocumentTemplate.objects.approved().of_code(locked.template.code).first() or locked.template
    copy = _create(
        TemplateDraft(
            template=template,
            title=f"{locked.title[: TITLE_LENGTH - len(COPY_MARK)]}{COPY_MARK}",
            answers=fitting(template.questions(), locked.answers),
            source_title=f"下書き「{locked.title}」"[:SOURCE_LENGTH],
            source_path=locked.get_absolute_url(),
        ),
        municipality,
        client_token,
        actor,
        now,
    )
    record(actor=actor, verb="copy_draft", obj=copy, now=now, data={"of": locked.pk, "template": template.pk})
    return copy


@transaction.atomic
def download_draft(*, draft: TemplateDraft, actor: User, now: datetime) -> CheckedUpload:
    """The filled file; who fetched which revision stands in the audit trail."""
    can_edit_draft(actor, draft).or_refuse()
    upload = filled_upload(draft)
    data = {"revision": draft.revision, "sha256": upload.sha256}
    record(actor=actor, verb="download_draft", obj=draft, now=now, data=data)
    return upload


@transaction.atomic
def save_draft_as_document(*, draft: TemplateDraft, revision: int, actor: User, now: datetime) -> SharedDocument:
    """Put the filled file into the library, seen by the own body; later ones of the same draft become its versions.

    Others see them only once they are published. DomainError: answers are missing, a colleague saved in between.
    """
    _lock_person(actor)
    locked = _lock(draft)
    can_edit_draft(actor, locked).or_refuse()
    if locked.saved_document is not None and locked.saved_revision == locked.revision:
        return locked.saved_document
    if locked.revision != revision:
        raise DomainError("ほかの人が先にこの下書きを保存しました。内容を確かめてから登録してください。")
    _expect_complete(locked)
    upload = filled_upload(locked)
    token = uuid5(_TOKENS, f"{locked.pk} {locked.revision}")
    if locked.saved_document is None:
        locked.saved_document = create_document(
            facts=_facts(locked), upload=upload, note=_note(locked), client_token=token, actor=actor, now=now
        )
    else:
        add_version(
            document=locked.saved_document,
            upload=upload,
            note=_note(locked),
            client_token=token,
            actor=actor,
            now=now,
        )
    locked.saved_revision = locked.revision
    locked.save(update_fields=["saved_document", "saved_revision"])
    data = {"document": locked.saved_document.pk, "revision": locked.revision}
    record(actor=actor, verb="save_draft_as_document", obj=locked, now=now, data=data)
    return locked.saved_document


def _expect_complete(draft: TemplateDraft) -> None:
    open_questions = missing(draft.template.questions(), draft.answers)
    if open_questions:
        labels = "、".join(each.label for each in open_questions[:5])
        raise DomainError(f"まだ記入していない必須の項目が{len(open_questions)}件あります（{labels}など）。")


def _facts(draft: TemplateDraft) -> DocumentFacts:
    return DocumentFacts(title=draft.title, kind=DocumentKind(draft.template.kind), drafted_by=DraftedBy.MUNICIPALITY)


def _note(draft: TemplateDraft) -> str:
    return f"書式「{draft.template.title}」第{draft.template.number}版から作成"


def _own_body_and_twin(actor: User, client_token: UUID, now: datetime) -> tuple[Municipality, TemplateDraft | None]:
    """The person's body, and the draft that this very form has made already; holds the person's row."""
    municipality = own_body(actor, now)
    _lock_person(actor)
    begun = TemplateDraft.objects.filter(created_by_key=actor.key)
    twin = begun.filter(client_token=client_token).first()
    if twin is None and begun.created_on(timezone.localdate(now)).count() >= DRAFTS_A_DAY:
        raise DomainError(f"1日に書き始められる下書きは{DRAFTS_A_DAY}件までです。明日以降に書き始めてください。")
    return municipality, twin


def _own_name(questions: Declaration, municipality: Municipality) -> dict[str, str]:
    """The body's own name where a template asks for one."""
    own = {each.key: municipality.name for each in questions.fields if each.type == FieldType.MUNICIPALITY}
    return fitting(questions, own)


def _create(
    draft: TemplateDraft, municipality: Municipality, client_token: UUID, actor: User, now: datetime
) -> TemplateDraft:
    draft.municipality = municipality
    draft.created_by = draft.edited_by = actor
    draft.created_by_key = actor.key
    draft.client_token = client_token
    draft.created_at = draft.edited_at = now
    draft.save()
    return draft


def _lock_person(actor: User) -> None:
    """Before the draft, in every step that takes both."""
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)


def _lock(draft: TemplateDraft) -> TemplateDraft:
    """The draft as it is now, held until the transaction ends; taken before the document it was put into."""
    drafts = TemplateDraft.objects.select_for_update(of=("self",), no_key=True)
    return drafts.select_related("template", "saved_document").get(pk=draft.pk)
