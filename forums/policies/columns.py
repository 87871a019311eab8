"""Columns: experts write them, operators stop them. A column's state is the actions' matter."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.personas import persona_of
from accounts.policies import can_speak_as_advisor
from dss.access import ALLOWED, Decision, refuse
from forums.models import Column
from forums.policies.people import operators_only

NOT_ADVISOR = "コラムを書けるのは、専門家アドバイザーの方だけです。"
NOT_OWN = "この操作ができるのは、コラムを書いた本人だけです。"


def can_open_columns(user: User | AnonymousUser, subject: object = None) -> Decision:
    """The list is public; what stands in it is `readable_by`'s matter."""
    return ALLOWED


def can_keep_columns(user: User, subject: object = None) -> Decision:
    """Experts look after their own columns, also while a statement is missing."""
    return ALLOWED if persona_of(user).is_advisor else refuse(NOT_ADVISOR)


def can_write_column(user: User, subject: object = None) -> Decision:
    """Experts whose statement about ties to vendors is of the last year."""
    return can_keep_columns(user) and can_speak_as_advisor(user)


def can_edit_column(user: User, column: Column) -> Decision:
    """Its author; to put it before readers again counts as writing."""
    decision = can_write_column(user)
    return refuse(NOT_OWN) if decision and column.author_id != user.pk else decision


def can_unpublish_column(user: User, column: Column) -> Decision:
    """Its author, whatever became of the statement."""
    decision = can_keep_columns(user)
    return refuse(NOT_OWN) if decision and column.author_id != user.pk else decision


def can_moderate_column(user: User, column: Column) -> Decision:
    """The operators stop what breaks the rules, and let it go again."""
    return operators_only(user)
