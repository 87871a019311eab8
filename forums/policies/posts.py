"""Posts. `post.topic` is asked, so it should be loaded."""

from __future__ import annotations

from accounts.models import User
from accounts.personas import persona_of
from accounts.policies import can_speak_as_advisor
from dss.access import ALLOWED, Decision, refuse
from forums.models import Post
from forums.policies.people import NOT_AUTHOR, operators_only, takes_part


def can_edit_post(user: User, post: Post) -> Decision:
    """Who wrote it, while they take part in the topic; of experts those who may write."""
    decision = can_delete_post(user, post)
    return can_speak_as_advisor(user) if decision and persona_of(user).is_advisor else decision


def can_delete_post(user: User, post: Post) -> Decision:
    """Who wrote it, while they take part in the topic."""
    decision = takes_part(user, post.topic)
    if not decision:
        return decision
    return ALLOWED if post.author_id == user.pk else refuse(NOT_AUTHOR)


def can_react_post(user: User, post: Post) -> Decision:
    """Everybody who takes part in the topic, to what others wrote."""
    decision = takes_part(user, post.topic)
    if decision and post.author_id == user.pk:
        return refuse("自分の投稿にはリアクションできません。")
    return decision


def can_remove_post(user: User, post: Post) -> Decision:
    """The operators take down what breaks the rules."""
    return operators_only(user)
