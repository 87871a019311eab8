"""Who is told what about a project: colleagues of the owning body alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.models import User
from accounts.notifications import NotificationEvent, notify, register
from procurement.models import Project


def _who_see_it(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Those projects the person sees at this moment."""
    seen = Project.objects.visible_to(user).filter(pk__in=[int(key) for key in target_keys])
    return {str(pk) for pk in seen.values_list("pk", flat=True)}


TAKEN_OVER = register(NotificationEvent("project_taken_over", "担当した案件の引き継ぎ", _who_see_it))
HANDED_OVER = register(NotificationEvent("project_handed_over", "案件の担当の引き渡し", _who_see_it))


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
