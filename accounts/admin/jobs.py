"""Background jobs that do not get on by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.dead_jobs import cancel_dead_job, retry_dead_job
from accounts.admin.screens import ReadOnlyAdmin, with_reason
from accounts.models import DeadJob

STATES = {
    "failed": "失敗（再試行も終わり）",
    "doing": "担当のワーカーが応答しない",
    "todo": "15分以上、順番が来ていない",
}


@admin.register(DeadJob)
class DeadJobAdmin(ReadOnlyAdmin):
    """Only what is stuck: given up after its retries, left by a dead worker, or passed over by live ones."""

    fields = ["task_name", "state", "attempts", "scheduled_at", "last", "ids"]
    readonly_fields = ["state", "last", "ids"]
    list_display = ["task_name", "state", "attempts", "scheduled_at", "last"]
    list_filter = ["status"]
    search_fields = ["task_name"]
    ordering = ["pk"]
    actions = [
        with_reason("retry", "失敗したジョブをもう一度実行する", "ジョブの再実行", retry_dead_job, row="job"),
        with_reason("cancel", "取り下げる（もう実行しない）", "ジョブの取下げ", cancel_dead_job, row="job"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeadJob]:
        return DeadJob.objects.dead(timezone.now()).order_by("pk")

    @admin.display(description="状態")
    def state(self, job: DeadJob) -> str:
        return STATES.get(job.status, job.status)

    @admin.display(description="最後に動きのあった日時")
    def last(self, job: Any) -> Any:
        return job.last_at

    @admin.display(description="対象の番号")
    def ids(self, job: DeadJob) -> str:
        return "、".join(f"{name}={value}" for name, value in sorted(job.args.items())) or "なし"
