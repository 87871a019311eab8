"""The operators' screens: boards, and what was reported of topics and posts, with their authors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.screens import ReadOnlyAdmin, ReadOnlyInline, fact_filter, operator_of, with_form, with_reason
from accounts.models import User
from dss.access import DomainError
from forums import actions
from forums.disclosure import operators_label
from forums.enums import LockedBy
from forums.forms import BoardForm, OperatorsMoveForm, TopicAddressForm
from forums.models import Board, Post, PostRevision, Topic


def _pin(*, board: Board, topic: Topic, actor: User, now: datetime) -> None:
    actions.pin_topic(topic=_of(board, topic), actor=actor, now=now)


def _unpin(*, board: Board, topic: Topic, actor: User, now: datetime) -> None:
    actions.unpin_topic(topic=_of(board, topic), actor=actor, now=now)


def _of(board: Board, topic: Topic) -> Topic:
    if topic.board_id != board.pk:
        raise DomainError("このアドレスのトピックは、この課のものではありません。")
    return topic


LEADERLESS = fact_filter("led", "リーダー", "いない", lambda rows: rows.leaderless(timezone.now()))


@admin.register(Board)
class BoardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """課: founded, renamed, ended. They are never deleted."""

    form = BoardForm
    list_display = ["name", "purpose", "position", "is_default", "archived_at"]
    list_filter = [LEADERLESS]
    ordering = ["position", "pk"]
    actions = [
        with_reason("archive", "終了する（読むだけにする）", "課の終了", actions.archive_board, row="board"),
        with_reason("restore", "再開する", "課の再開", actions.restore_board, row="board"),
        with_form("pin", "トピックを先頭に固定する", "トピックの固定", _pin, row="board", make_form=TopicAddressForm),
        with_form(
            "unpin", "トピックの固定を外す", "トピックの固定の解除", _unpin, row="board", make_form=TopicAddressForm
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Board | None = None) -> Any:
        return ["slug"] if obj is not None else []

    def has_delete_permission(self, request: HttpRequest, obj: Board | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Board, form: BoardForm, change: bool) -> None:
        actions.save_board(board=obj, actor=operator_of(request), now=timezone.now())


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    """トピック that were reported, and those where the operators stopped writing."""

    fields = [
        "title",
        "board",
        "kind",
        "opened_by",
        "shown_as",
        "created_at",
        "status",
        "locked_at",
        "locked_by",
        "lock_reason",
    ]
    readonly_fields = ["opened_by"]
    list_display = ["title", "board", "kind", "opened_by", "status", "last_activity_at"]
    list_select_related = ["board", "author", "municipality"]
    list_filter = ["status"]
    ordering = ["-last_activity_at", "-pk"]
    actions = [
        with_reason(
            "lock", "書き込みを止める", "書き込みの停止：理由はトピックに表示されます", actions.lock_topic, row="topic"
        ),
        with_reason("unlock", "書き込みの停止を解く", "書き込みの停止の解除", actions.unlock_topic, row="topic"),
        with_form(
            "move", "ほかの課に移す", "ほかの課への移動", actions.move_topic, row="topic", make_form=OperatorsMoveForm
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        seen = Topic.objects.visible_to_operator(operator_of(request))
        return super().get_queryset(request).filter(Q(pk__in=seen.values("pk")) | Q(locked_by=LockedBy.OPERATORS))

    @admin.display(description="投稿者")
    def opened_by(self, topic: Topic) -> str:
        return operators_label(topic)


class PostRevisionInline(ReadOnlyInline):
    """What the post said before."""

    model = PostRevision
    fields = ["number", "title", "body", "replaced_at"]
    ordering = ["-number"]


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    """投稿 that were reported, removed ones too."""

    fields = ["written_by", "shown_as", "body", "created_at", "edited_at", "removed_by", "removed_at"]
    readonly_fields = ["written_by"]
    list_display = ["__str__", "written_by", "shown_as", "created_at", "removed_by"]
    list_select_related = ["author", "municipality"]
    list_filter = ["removed_by"]
    ordering = ["-created_at", "-pk"]
    inlines = [PostRevisionInline]
    actions = [with_reason("remove", "削除する", "投稿の削除", actions.remove_post, row="post")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        seen = Post.objects.visible_to_operator(operator_of(request))
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    @admin.display(description="投稿者")
    def written_by(self, post: Post) -> str:
        return operators_label(post)
