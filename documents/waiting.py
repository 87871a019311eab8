"""What waits for a person among the shared documents, through the same `visible_to` as the list."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import User
from accounts.personas import Persona
from documents.enums import DocumentStatus, TemplateStatus
from documents.models import DocumentTemplate, SharedDocument, WantedDocument
from dss.waiting import Pile


def piles_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """Of the own body: what operators stopped, then what nobody has published yet. And the operators' queue."""
    if persona.municipality is None:
        return queues_of(user, persona, now) if persona.is_operator else []
    own = SharedDocument.objects.editable_by(user)
    shelf = f"{reverse('documents:document_list')}?own=1&status="
    return [
        Pile("運営が公開を止めた共有文書", own.in_state(DocumentStatus.SUSPENDED), f"{shelf}suspended"),
        Pile("伏せ字の確認を待つ公開中の文書", own.with_open_findings(), f"{shelf}published&waits=findings"),
        Pile("公開していない版がある共有文書", own.with_waiting_versions(), f"{shelf}published&waits=versions"),
        Pile("説明を書いていない共有文書", own.without_facts(), f"{shelf}draft&waits=facts"),
        Pile("公開前の共有文書", own.in_state(DocumentStatus.DRAFT), f"{shelf}draft"),
        Pile(
            "所属する自治体の文書で答えられそうな依頼",
            WantedDocument.objects.visible_to(user).answerable_by(user),
            f"{reverse('documents:wanted_list')}?scope=can",
        ),
    ]


def queues_of(user: User, persona: Persona, now: datetime) -> list[Pile]:
    """Templates that nobody approved or retired yet."""
    drafts = DocumentTemplate.objects.filter(status=TemplateStatus.DRAFT)
    queue = reverse("admin:documents_documenttemplate_changelist")
    return [Pile("承認を待っている書式", drafts, f"{queue}?status__exact={TemplateStatus.DRAFT}", since="created_at")]
