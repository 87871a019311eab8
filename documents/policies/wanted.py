"""Who may look for documents, answer and end that."""

from __future__ import annotations

from django.utils import timezone

from accounts.models import MunicipalMembership
from accounts.personas import persona_of
from documents.models import WantedDocument
from documents.policies.documents import can_open_documents
from documents.querysets import AnyUser
from dss.access import ALLOWED, Decision, refuse


def can_ask_wanted(user: AnyUser, subject: object = None) -> Decision:
    """Live municipal staff of any body."""
    return can_open_documents(user)


def can_answer_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Live staff, but not the asker, as long as they work for the body that looks for it."""
    municipality = persona_of(user).municipality
    if municipality is None:
        return can_open_documents(user)
    if wanted.asker_id == user.pk and municipality.pk == wanted.municipality_id:
        return refuse("ご自身が探している文書です。見つかったときは「見つかった」を押してください。")
    return ALLOWED


def can_edit_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Its asker; once they have left the body, any live colleague of that body."""
    municipality = persona_of(user).municipality
    if municipality is None:
        return can_open_documents(user)
    if municipality.pk == wanted.municipality_id and (wanted.asker_id == user.pk or not _asker_is_there(wanted)):
        return ALLOWED
    return refuse("この操作ができるのは、探している本人だけです。本人が異動したあとは、同じ自治体の職員が行えます。")


def can_end_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Whoever may edit it."""
    return can_edit_wanted(user, wanted)


def can_renew_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Whoever may edit it."""
    return can_edit_wanted(user, wanted)


def _asker_is_there(wanted: WantedDocument) -> bool:
    live = MunicipalMembership.objects.live(timezone.now())
    return live.filter(user=wanted.asker_id, municipality=wanted.municipality_id).exists()


def can_remove_wanted(user: AnyUser, wanted: WantedDocument) -> Decision:
    """Operators, but not what somebody of their own body looks for."""
    persona = persona_of(user)
    if not persona.is_operator:
        return refuse("この操作は運営だけが行えます。")
    if persona.municipality is not None and persona.municipality.pk == wanted.municipality_id:
        return refuse("ご自身が所属する自治体の依頼には、ほかの運営担当者が対応します。")
    return ALLOWED
