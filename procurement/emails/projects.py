"""Who is told what about a project: colleagues of the owning body alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.audiences import Targets
from accounts.enums import Area
from accounts.models import MunicipalMembership, User
from accounts.notification_events import Role
from accounts.notifications import NotificationEvent, notify, register
from procurement.models import Project, ProjectMember, ProjectStep


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those projects the person sees at this moment."""
    seen = Project.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return Targets(seen)


TAKEN_OVER = register(
    NotificationEvent(
        "project_taken_over",
        "担当した案件の引き継ぎ",
        _who_see_it,
        says="担当していた案件を、同僚が引き継いだとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)
HANDED_OVER = register(
    NotificationEvent(
        "project_handed_over",
        "案件の担当の引き渡し",
        _who_see_it,
        says="案件の担当を引き渡されたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)

JOINED = register(
    NotificationEvent(
        "project_joined",
        "検討案件の担当・見守りへの追加",
        _who_see_it,
        says="検討案件の担当や見守りに加えられたとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
    )
)
MOVED = register(
    NotificationEvent(
        "project_moved",
        "担当・見守っている検討案件の動き",
        _who_see_it,
        says="担当・見守っている検討案件に動きがあったとき",
        area=Area.QUOTES,
        reaches=frozenset({Role.STAFF}),
        may_be_silent=True,
    )
)


def send_project_joined(member: ProjectMember, *, actor: User, instance: int, now: datetime) -> None:
    """To the colleague who was taken in by somebody else."""
    notify(
        JOINED.key,
        instance_key=f"project:{member.project_id}:{instance}",
        recipients=[member.user],
        target=member.project,
        context={"title": member.project.title, "role": member.get_role_display(), "actor": actor.name},
        now=now,
    )


def send_project_moved(project: Project, step: ProjectStep, *, now: datetime) -> None:
    """To those who work on it or watch it and are on the body's live staff, except whoever did the step."""
    live = MunicipalMembership.objects.live(now).filter(municipality=project.municipality_id)
    people = User.objects.filter(project_memberships__project=project, pk__in=live.values("user"))
    notify(
        MOVED.key,
        instance_key=f"step:{step.pk}",
        recipients=people.exclude(pk=step.actor_id or 0).order_by("pk"),
        target=project,
        path=f"{project.get_absolute_url()}#history",
        context={"title": project.title, "what": step.get_kind_display()},
        now=now,
    )


def send_project_taken_over(project: Project, *, former: User, successor: User, instance: int, now: datetime) -> None:
    """To the former lead: a colleague goes on with it."""
    notify(
        TAKEN_OVER.key,
        instance_key=f"project:{project.pk}:{instance}",
        recipients=[former],
        target=project,
        context={"title": project.title, "successor": successor.name},
        now=now,
    )


def send_project_handed_over(
    project: Project, *, told: Iterable[User], actor: User, successor: User, instance: int, now: datetime
) -> None:
    """To the former and the new lead, except whoever did it."""
    notify(
        HANDED_OVER.key,
        instance_key=f"project:{project.pk}:{instance}",
        recipients=told,
        target=project,
        context={"title": project.title, "actor": actor.name, "successor": successor.name},
        now=now,
    )
