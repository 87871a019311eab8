"""導入団体に聞く: bodies say whether they take questions; staff ask those that do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Municipality, User
from accounts.personas import persona_of
from catalog.models import Adoption, Service
from dss.access import DomainError
from forums import actions as forums
from forums.board_data import load_board_data
from forums.enums import ShownAs, TopicKind
from procurement.actions.inquiries import lock_body
from procurement.actions.project_steps import lock_project, log_step
from procurement.actions.threads import USED_ELSEWHERE
from procurement.emails import send_reference_asked
from procurement.enums import ProjectStepKind, ReferenceAudience
from procurement.models import Project, ReferenceAsked, ReferenceChoice, ReferenceRequest
from procurement.policies import (
    can_ask_adopters,
    can_change_reference_default,
    can_choose_reference,
    can_decline_reference,
)
from procurement.querysets import adopters_of

PERSON_A_DAY = 5
BODY_A_DAY = 10
"""New questions of one person and of one body in a day (Tokyo): who takes questions is not to be flooded."""
MOST_ASKED = 100
BOARD = "ask-adopters"


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """What is asked, and how its asker appears to its readers."""

    title: str
    body: str
    shown_as: ShownAs
    audience: ReferenceAudience


@transaction.atomic
def ask_adopters(
    *,
    service: Service,
    bodies: Collection[Municipality],
    facts: ReferenceFacts,
    project: Project | None,
    client_token: UUID,
    actor: User,
    now: datetime,
) -> ReferenceRequest:
    """Ask these of the bodies that take questions, in a topic. The same form sent twice returns the one there is.

    DomainError: the day's limit is reached, nobody is asked, or one of them takes no questions (any more).
    """
    asked = Service.objects.get(pk=service.pk)
    can_ask_adopters(actor, asked).or_refuse()
    own = _lock_own_body(actor, now)
    twin = ReferenceRequest.objects.filter(asked_by=actor, client_token=client_token).first()
    if twin is not None and twin.service_id != asked.pk:
        raise DomainError(USED_ELSEWHERE)
    if twin is not None:
        return twin
    _refuse_above_limits(actor, own, now)
    purpose = _own_project(project, actor)
    willing = _willing(asked, bodies, own)
    topic = forums.create_topic(
        board=forums.find_board(entry=next(each for each in load_board_data() if each.slug == BOARD), now=now),
        kind=TopicKind.CONSULTATION,
        title=facts.title,
        body=facts.body,
        shown_as=facts.shown_as,
        experts_invited=False,
        services=[asked],
        documents=[],
        client_token=client_token,
        actor=actor,
        now=now,
        readers=willing if facts.audience == ReferenceAudience.ASKED else (),
    )
    request = ReferenceRequest.objects.create(
        service=asked,
        municipality=own,
        asked_by=actor,
        project=purpose,
        topic=topic,
        audience=facts.audience,
        client_token=client_token,
        created_at=now,
    )
    ReferenceAsked.objects.bulk_create(ReferenceAsked(request=request, municipality=body) for body in willing)
    record(actor=actor, verb="ask_adopters", obj=request, now=now, data={"asked": len(willing)})
    if purpose is not None:
        log_step(purpose, ProjectStepKind.REFERENCE_ASKED, actor=actor, now=now, subject=asked.name)
    send_reference_asked(request, bodies=willing, now=now)
    return request


@transaction.atomic
def decline_reference(*, asked: ReferenceAsked, actor: User, now: datetime) -> ReferenceAsked:
    """Put the question aside for one's own body; nobody is told. DomainError: a colleague was quicker."""
    locked = ReferenceAsked.objects.select_for_update(no_key=True).get(pk=asked.pk)
    can_decline_reference(actor, locked).or_refuse()
    if locked.declined_at is not None:
        raise DomainError("この質問は、すでに見送っています。")
    locked.declined_at = now
    locked.save(update_fields=["declined_at"])
    record(actor=actor, verb="decline_reference", obj=locked, now=now)
    return locked


@transaction.atomic
def set_reference_default(*, accepts: bool, actor: User, now: datetime) -> ReferenceChoice:
    """Whether one's own body takes questions wherever it made no other choice. DomainError: it does (not) already."""
    can_change_reference_default(actor).or_refuse()
    own = _lock_own_body(actor, now)
    choice = ReferenceChoice.objects.defaults().filter(municipality=own).first()
    if (choice is not None and choice.accepts) == accepts:
        raise DomainError("質問の受付は、すでにその設定になっています。")
    choice = choice or ReferenceChoice(municipality=own)
    choice.accepts, choice.updated_at, choice.updated_by_key = accepts, now, actor.key
    choice.save()
    record(actor=actor, verb="set_reference_default", obj=choice, now=now, data={"accepts": accepts})
    return choice


@transaction.atomic
def choose_reference(*, adoption: Adoption, accepts: bool | None, actor: User, now: datetime) -> None:
    """Whether the body takes questions about this adoption; None: as the default says. DomainError: so already."""
    lock_body(adoption.municipality_id)
    locked = Adoption.objects.select_for_update(no_key=True).get(pk=adoption.pk)
    can_choose_reference(actor, locked).or_refuse()
    choice = ReferenceChoice.objects.filter(adoption=locked).first()
    if (None if choice is None else choice.accepts) == accepts:
        raise DomainError("この導入実績への質問の受付は、すでにその設定になっています。")
    if accepts is None and choice is not None:
        choice.delete()
    elif accepts is not None:
        ReferenceChoice.objects.update_or_create(
            adoption=locked,
            defaults={
                "municipality_id": locked.municipality_id,
                "accepts": accepts,
                "updated_at": now,
                "updated_by_key": actor.key,
            },
        )
    record(actor=actor, verb="choose_reference", obj=locked, now=now, data={"accepts": accepts})


def _lock_own_body(actor: User, now: datetime) -> Municipality:
    own = persona_of(actor, now).municipality
    if own is None:
        raise DomainError("所属の確認が切れています。マイページで登録の状況をご確認ください。")
    return lock_body(own.pk)


def _willing(service: Service, bodies: Collection[Municipality], own: Municipality) -> list[Municipality]:
    wanted = {body.pk for body in bodies}
    willing = list(adopters_of(service.pk, apart_from=own).filter(pk__in=wanted))
    if not wanted:
        raise DomainError("質問する団体を選んでください。")
    if len(willing) < len(wanted):
        raise DomainError("選んだ団体の中に、いまは質問を受け付けていない団体があります。選び直してください。")
    if len(willing) > MOST_ASKED:
        raise DomainError(f"一度に質問できるのは{MOST_ASKED}団体までです。")
    return willing


def _own_project(project: Project | None, actor: User) -> Project | None:
    if project is None or not Project.objects.visible_to(actor).filter(pk=project.pk).exists():
        return None
    return lock_project(project.pk)


def _refuse_above_limits(actor: User, own: Municipality, now: datetime) -> None:
    today = ReferenceRequest.objects.created_on(timezone.localdate(now))
    if today.filter(asked_by=actor).count() >= PERSON_A_DAY:
        raise DomainError(f"1人が1日に送れる導入団体への質問は{PERSON_A_DAY}件までです。明日以降に送信してください。")
    if today.filter(municipality=own).count() >= BODY_A_DAY:
        raise DomainError(f"1団体が1日に送れる導入団体への質問は{BODY_A_DAY}件までです。明日以降に送信してください。")
