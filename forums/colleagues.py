"""What one member of staff gets of another. Templates are given these, never a `User`: no address can slip in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.enums import Reach
from accounts.models import MunicipalMembership
from accounts.work_fields import work_fields_by_code
from forums.emails import post_path
from forums.models import Post

EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person who wants to be found. `experiences`: names of fields of work and whole years."""

    pk: int
    name: str
    body: str
    body_href: str
    department: str
    position: str
    strengths: str
    can_be_asked: str
    experiences: list[tuple[str, int]]
    thanks: int
    is_askable: bool


@dataclass(frozen=True, slots=True)
class SignedPost:
    """One post under its author's name."""

    title: str
    href: str
    kind: str
    excerpt: str
    created_at: datetime


def colleagues_of(memberships: Iterable[MunicipalMembership]) -> list[Colleague]:
    """The cards of rows that `with_colleague_data` loaded."""
    return [_colleague(row) for row in memberships]


def _colleague(row: MunicipalMembership) -> Colleague:
    profile, known = row.user.profile, work_fields_by_code()
    years = sorted(row.user.experiences.all(), key=lambda each: (-each.years, each.work_code))
    return Colleague(
        pk=row.user_id,
        name=row.user.name,
        body=row.municipality.full_name,
        body_href=row.municipality.get_absolute_url(),
        department=profile.department,
        position=profile.position,
        strengths=profile.strengths,
        can_be_asked=profile.can_be_asked,
        experiences=[(known[each.work_code].name, each.years) for each in years if each.work_code in known],
        thanks=row.thanks,  # type: ignore[attr-defined]  # annotated
        is_askable=profile.reach == Reach.ASKED,
    )


def signed_posts(posts: Iterable[Post]) -> list[SignedPost]:
    """The rows of a colleague's page; each post with its topic."""
    return [
        SignedPost(
            title=post.topic.title,
            href=post_path(post.topic_id, post.number),
            kind=post.topic.get_kind_display() if post.is_first else "回答・コメント",
            excerpt=" ".join(post.body.split())[:EXCERPT],
            created_at=post.created_at,
        )
        for post in posts
    ]
