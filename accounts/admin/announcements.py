"""Announcements: written here, published and withdrawn by actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.actions.announcements import (
    AnnouncementFacts,
    change_announcement,
    publish_announcement,
    withdraw_announcement,
    write_announcement,
)
from accounts.admin.screens import AddOnlyAdmin, operator_of, run_each, with_reason
from accounts.enums import AnnouncementStatus
from accounts.models import Announcement
from dss.access import DomainError
from dss.markdown import render_markdown

FIELDS = ["title", "body", "audience", "importance", "starts_at", "ends_at"]


class AnnouncementForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What it says. `seen_revision`: as which it was opened."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Announcement
        fields = FIELDS
        help_texts = {
            "body": "Markdownで書けます（見出しは「### 」、箇条書きは「- 」）。",
            "importance": "「障害・メンテナンス」は、期限までの間、すべてのページの上に出ます。",
            "starts_at": "公開しても、この日時までは誰にも見えません。",
            "ends_at": "空欄なら、取り下げるまで出ます。過ぎた後も一覧では読めます。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        starts_at, ends_at = facts.get("starts_at"), facts.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "掲載の始まりより後の日時を指定してください。")
        return facts


@admin.action(description="公開する")
def publish(model_admin: Any, request: HttpRequest, rows: QuerySet[Announcement]) -> None:
    """From their beginning on."""
    actor, now = operator_of(request), timezone.now()
    run_each(model_admin, request, rows, lambda each: publish_announcement(announcement=each, actor=actor, now=now))


@admin.register(Announcement)
class AnnouncementAdmin(AddOnlyAdmin):
    """運営からのお知らせ. Changes are seen on all pages two seconds later at most."""

    form = AnnouncementForm
    fields = [*FIELDS, "seen_revision"]
    list_display = ["title", "status", "importance", "audience", "starts_at", "ends_at", "updated_at"]
    list_filter = ["status", "importance", "audience"]
    search_fields = ["title", "body"]
    ordering = ["-starts_at"]
    actions = [
        publish,
        with_reason("withdraw", "取り下げる", "お知らせの取下げ", withdraw_announcement, row="announcement"),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def get_fields(self, request: HttpRequest, obj: Announcement | None = None) -> Any:
        return ["preview", "state", *self.fields] if obj else self.fields

    @admin.display(description="状態")
    def state(self, obj: Announcement) -> str:
        """Saving publishes nothing: who does it for the first time is told how."""
        told = (
            ""
            if obj.status == AnnouncementStatus.PUBLISHED
            else "（公開するには、保存したあと下の「公開する」を押します）"
        )
        return f"{obj.get_status_display()}{told}"

    def get_readonly_fields(self, request: HttpRequest, obj: Announcement | None = None) -> Any:
        return ["preview", "state"] if obj else []

    @admin.display(description="いまの見え方")
    def preview(self, obj: Announcement) -> SafeString:
        """The body as readers see it."""
        return render_markdown(obj.body)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        facts = AnnouncementFacts(**{name: form.cleaned_data[name] for name in FIELDS})
        actor, now = operator_of(request), timezone.now()
        if not change:
            obj.pk = write_announcement(facts=facts, actor=actor, now=now).pk
            return
        seen = form.cleaned_data.get("seen_revision") or 0
        try:
            change_announcement(announcement=obj, revision=seen, facts=facts, actor=actor, now=now)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
