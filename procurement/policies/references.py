"""導入団体に聞く. Which topic's words a person reads is the topic's matter."""

from __future__ import annotations

from accounts.models import User
from accounts.personas import persona_of
from catalog.enums import AdoptionStage, AdoptionStatus, ServiceStatus
from catalog.models import Adoption, Service
from dss.access import ALLOWED, Decision, refuse
from procurement.models import ReferenceAsked, ReferenceRequest

_NOT_STAFF = (
    "導入団体への質問は、所属の確認が済んだ自治体職員の方だけが利用できます。マイページで登録の状況をご確認ください。"
)
_NOT_ASKED = "この操作ができるのは、質問を受けた団体の職員だけです。"
_NOT_OURS = "質問を受けるかどうかを決められるのは、その団体の職員だけです。"


def can_open_references(user: User, subject: object = None) -> Decision:
    """Questions sent and received, and the own body's settings: live municipal staff."""
    return ALLOWED if persona_of(user).municipality is not None else refuse(_NOT_STAFF)


def can_ask_adopters(user: User, service: Service) -> Decision:
    """Live municipal staff, about a listing that is or was on the shelf."""
    decision = can_open_references(user)
    if decision and service.status != ServiceStatus.PUBLISHED:
        return refuse("このサービスはいま掲載されていないため、導入団体に質問できません。")
    return decision


def can_change_reference_default(user: User, subject: object = None) -> Decision:
    """Live staff, for their own body."""
    return can_open_references(user)


def can_choose_reference(user: User, adoption: Adoption) -> Decision:
    """Live staff of the body, for what the body confirmed."""
    body = persona_of(user).municipality
    if body is None or body.pk != adoption.municipality_id:
        return refuse(_NOT_OURS)
    if adoption.status != AdoptionStatus.CONFIRMED or adoption.stage == AdoptionStage.CONSIDERING:
        return refuse("質問を受けられるのは、貴団体が確認した導入実績だけです。")
    return ALLOWED


def can_decline_reference(user: User, asked: ReferenceAsked) -> Decision:
    """Live staff of the asked body."""
    body = persona_of(user).municipality
    return ALLOWED if body is not None and body.pk == asked.municipality_id else refuse(_NOT_ASKED)


def can_read_reference_facts(user: User, request: ReferenceRequest) -> Decision:
    """Project and asked bodies: the asking body's own staff."""
    body = persona_of(user).municipality
    return ALLOWED if body is not None and body.pk == request.municipality_id else refuse(_NOT_ASKED)
