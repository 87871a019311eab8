"""Writing in a draft: who read an older text is told, and shown both."""

from __future__ import annotations

import datetime as dt

from accounts.audit import record
from accounts.models import User
from catalog.actions.locking import expect, lock_draft
from catalog.enums import DraftStatus
from catalog.models import ServiceDraft
from catalog.policies import can_edit_service
from dss.access import DomainError

IN_REVIEW = "審査中の掲載内容は変更できません。直すときは、先に審査依頼を取り下げてください。"


class DraftChanged(DomainError):
    """Somebody saved in between; `draft` is what stands there now, so that both texts can be shown."""

    def __init__(self, draft: ServiceDraft) -> None:
        super().__init__("ほかの人が先にこの内容を保存しました。両方の内容を確かめて、保存し直してください。")
        self.draft = draft


def lock_for_writing(draft: ServiceDraft, revision: int, actor: User) -> ServiceDraft:
    """The draft with its service held, if `actor` may write in it and read it as it is now."""
    draft = lock_draft(draft.pk)
    can_edit_service(actor, draft.service).or_refuse()
    expect(draft.status != DraftStatus.IN_REVIEW, IN_REVIEW)
    if draft.revision != revision:
        raise DraftChanged(draft)
    return draft


def save_next_revision(draft: ServiceDraft, section: str, actor: User, now: dt.datetime) -> None:
    """Save the draft as changed; whoever read it before reads that it changed."""
    draft.revision += 1
    draft.updated_at = now
    draft.save()
    data = {"section": section, "revision": draft.revision}
    record(actor=actor, verb="draft_saved", obj=draft.service, now=now, data=data)
