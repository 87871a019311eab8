"""The operators' screens of talk sessions: sessions with their speakers, who comes, questions, wishes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.admin.screens import ReadOnlyAdmin, ReadOnlyInline, operator_of, with_form, with_reason
from forums import actions
from forums.disclosure import operators_label
from forums.forms import EventForm, NoteForm, PlanForm
from forums.models import Event, EventQuestion, EventRegistration, EventSpeaker, ThemeWish


class SpeakerInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    """Who speaks; approvals come from the speakers themselves, or through their own screen."""

    model = EventSpeaker
    extra = 1
    fields = ["position", "name", "affiliation", "talk", "user", "approved_revision", "approved_at"]
    readonly_fields = ["approved_revision", "approved_at"]
    autocomplete_fields = ["user"]
    ordering = ["position", "pk"]


class RegistrationInline(ReadOnlyInline):
    """Who comes."""

    model = EventRegistration
    fields = ["user", "municipality", "vendor", "status", "queued_at"]
    ordering = ["status", "queued_at", "pk"]


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """座談会: written here, published and called off by the actions. They are never deleted."""

    form = EventForm
    list_display = ["title", "starts_at", "status", "capacity", "confirmed", "waiting", "report_published_at"]
    list_filter = ["status", "audience"]
    ordering = ["-starts_at", "-pk"]
    inlines = [SpeakerInline, RegistrationInline]
    actions = [
        with_reason("publish", "公開して申込みを受け付ける", "座談会の公開", actions.publish_event, row="event"),
        with_reason(
            "cancel", "中止にする（理由を申込者に知らせる）", "座談会の中止", actions.cancel_event, row="event"
        ),
        with_reason("publish_report", "開催報告を公開する", "開催報告の公開", actions.publish_report, row="event"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return Event.objects.with_seats()

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Event, form: EventForm, change: bool) -> None:
        actions.save_event(event=obj, actor=operator_of(request), now=timezone.now())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.speakers_changed(event=form.instance, actor=operator_of(request), now=timezone.now())

    @admin.display(description="参加確定")
    def confirmed(self, event: Event) -> int:
        return int(event.confirmed_count)  # type: ignore[attr-defined]  # annotated

    @admin.display(description="キャンセル待ち")
    def waiting(self, event: Event) -> int:
        return int(event.waiting_count)  # type: ignore[attr-defined]  # annotated


@admin.register(EventSpeaker)
class SpeakerAdmin(ReadOnlyAdmin):
    """登壇者: where the operators note that somebody without an account approved the report."""

    fields = ["event", "name", "affiliation", "talk", "user", "approved_revision", "approved_at", "approval_note"]
    list_display = ["name", "event", "user", "approved_revision", "approved_at"]
    list_select_related = ["event", "user"]
    search_fields = ["name"]
    ordering = ["-event__starts_at", "position", "pk"]
    actions = [
        with_form(
            "note_approval",
            "開催報告の確認を記録する",
            "開催報告の確認の記録",
            actions.note_approval,
            row="speaker",
            make_form=NoteForm,
        )
    ]


@admin.register(EventQuestion)
class QuestionAdmin(ReadOnlyAdmin):
    """座談会への質問: what waits first."""

    fields = ["event", "asked_by", "shown_as", "body", "status", "hidden_reason", "created_at"]
    readonly_fields = ["asked_by"]
    list_display = ["body", "event", "asked_by", "shown_as", "status", "votes_total", "created_at"]
    list_select_related = ["event", "author", "municipality", "vendor"]
    list_filter = ["status"]
    ordering = ["-event__starts_at", "status", "pk"]
    actions = [
        with_reason("show", "掲載する", "質問の掲載", actions.show_question, row="question"),
        with_reason("answer", "回答済みにする", "質問を回答済みに", actions.answer_question, row="question"),
        with_reason("hide", "掲載しない（理由を質問者に示す）", "質問の非掲載", actions.hide_question, row="question"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventQuestion]:
        return EventQuestion.objects.annotate(vote_count=Count("votes"))

    @admin.display(description="質問者")
    def asked_by(self, question: EventQuestion) -> str:
        return operators_label(question)

    @admin.display(description="賛同")
    def votes_total(self, question: EventQuestion) -> int:
        return int(question.vote_count)  # type: ignore[attr-defined]  # annotated


@admin.register(ThemeWish)
class WishAdmin(ReadOnlyAdmin):
    """座談会の希望テーマ: most wanted first."""

    fields = ["title", "body", "municipality", "status", "event", "answer", "created_at"]
    list_display = ["title", "municipality", "status", "votes_total", "created_at"]
    list_select_related = ["municipality"]
    list_filter = ["status"]
    actions = [
        with_form(
            "plan", "座談会で取り上げる", "希望テーマを取り上げる", actions.plan_wish, row="wish", make_form=PlanForm
        ),
        with_reason("decline", "見送る（理由を知らせる）", "希望テーマの見送り", actions.decline_wish, row="wish"),
        with_reason("reopen", "もう一度募る", "希望テーマの再募集", actions.reopen_wish, row="wish"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ThemeWish]:
        return ThemeWish.objects.annotate(vote_count=Count("votes")).order_by("-vote_count", "-pk")

    @admin.display(description="賛同", ordering="vote_count")
    def votes_total(self, wish: ThemeWish) -> int:
        return int(wish.vote_count)  # type: ignore[attr-defined]  # annotated
