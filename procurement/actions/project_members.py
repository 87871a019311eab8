"""Colleagues beside the lead: those who work on a project, those who watch it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import MunicipalMembership, User
from dss.access import DomainError
from procurement.actions.project_steps import expect_at_hand, lock_project, log_step
from procurement.emails import send_project_joined
from procurement.enums import MemberRole, ProjectStepKind
from procurement.models import MOST_MEMBERS, Project, ProjectMember
from procurement.policies import can_edit_project


@transaction.atomic
def add_project_member(
    *, project: Project, person: User, role: MemberRole, actor: User, now: datetime
) -> ProjectMember:
    """Take a colleague in, oneself included, or change how they take part; the same again changes nothing.

    DomainError: not (or no longer) on the body's live staff, or too many.
    """
    locked = lock_project(project.pk)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    colleagues = MunicipalMembership.objects.live(now).filter(municipality=locked.municipality_id)
    if not colleagues.filter(user=person).exists():
        raise DomainError("加えられるのは、いま所属の確認が有効な同じ自治体の職員だけです。")
    member = locked.members.filter(user=person).first()
    if member is not None and member.role == role:
        return member
    if member is None and locked.members.count() >= MOST_MEMBERS:
        raise DomainError(f"1つの案件に加えられる職員は{MOST_MEMBERS}人までです。")
    member, _ = ProjectMember.objects.update_or_create(
        project=locked, user=person, defaults={"role": role, "added_by": actor, "added_at": now}
    )
    log_step(locked, ProjectStepKind.MEMBER_ADDED, actor=actor, now=now, subject=_told(person, role))
    event = record(
        actor=actor,
        verb="add_project_member",
        obj=locked,
        now=now,
        data={"person_key": str(person.key), "role": role},
    )
    if person != actor:
        send_project_joined(member, actor=actor, instance=event.pk, now=now)
    return member


@transaction.atomic
def remove_project_member(*, member: ProjectMember, actor: User, now: datetime) -> None:
    """Take somebody out, oneself included. DomainError: a colleague was quicker."""
    locked = lock_project(member.project_id)
    can_edit_project(actor, locked).or_refuse()
    expect_at_hand(locked)
    there = locked.members.select_related("user").filter(pk=member.pk).first()
    if there is None:
        raise DomainError("この職員は、すでに担当・見守る人から外れています。")
    subject = _told(there.user, MemberRole(there.role))
    log_step(locked, ProjectStepKind.MEMBER_REMOVED, actor=actor, now=now, subject=subject)
    record(
        actor=actor,
        verb="remove_project_member",
        obj=locked,
        now=now,
        data={"person_key": str(there.user.key)},
    )
    there.delete()


def _told(person: User, role: MemberRole) -> str:
    return f"{person.name or '氏名未登録の職員'}（{role.label}）"
