"""Finding colleagues by their experience, and asking them or an expert."""

from __future__ import annotations

from accounts.enums import Reach
from accounts.models import Advisor, MunicipalMembership, User
from accounts.personas import persona_of
from dss.access import ALLOWED, Decision, refuse
from forums.models import AnswerRequest
from forums.policies.people import NOT_STAFF, staff_only

NOT_ASKABLE = "この方は、回答の依頼を受けていません。"
NOT_ONESELF = "自分には依頼できません。"
NOT_ASKED = "依頼を見送れるのは、頼まれた本人だけです。"


def can_open_colleagues(user: User, subject: object = None) -> Decision:
    """Live municipal staff look for each other."""
    return staff_only(user)


def can_open_contributions(user: User, subject: object = None) -> Decision:
    """Who writes here looks back on it."""
    persona = persona_of(user)
    return ALLOWED if persona.municipality is not None or persona.is_advisor else refuse(NOT_STAFF)


def can_ask_colleagues(user: User, subject: object = None) -> Decision:
    """Live municipal staff."""
    return staff_only(user)


def can_ask_colleague(user: User, colleague: MunicipalMembership) -> Decision:
    """Who said on their profile that they want to be asked; `colleague.user.profile` is asked."""
    decision = staff_only(user)
    if not decision:
        return decision
    if colleague.user_id == user.pk:
        return refuse(NOT_ONESELF)
    return ALLOWED if colleague.user.profile.reach == Reach.ASKED else refuse(NOT_ASKABLE)


def can_ask_expert(user: User, advisor: Advisor) -> Decision:
    """Live municipal staff; the expert answers now."""
    decision = staff_only(user)
    return refuse("この方は、専門家アドバイザーを退任しました。") if decision and not advisor.is_active else decision


def can_decline_request(user: User, asked: AnswerRequest) -> Decision:
    """Who was asked."""
    return ALLOWED if asked.person_id == user.pk else refuse(NOT_ASKED)
