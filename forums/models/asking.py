"""回答の依頼: a question put before people who said that they want to be asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dss.constraints import one_of
from forums.enums import AskedStatus
from forums.models.topics import Topic
from forums.querysets.asking import AnswerRequestQuerySet


class AnswerRequest(models.Model):
    """One person was asked to answer one topic. Who asks is the topic's author, and stands nowhere else.

    What became of it is the asked person's matter: nobody else ever reads these rows.
    """

    TRANSITIONS: dict[AskedStatus, frozenset[AskedStatus]] = {
        AskedStatus.WAITING: frozenset({AskedStatus.DECLINED}),
        AskedStatus.DECLINED: frozenset(),
    }

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="requests", verbose_name="トピック")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="頼まれた人"
    )
    status = models.CharField("状態", max_length=10, choices=AskedStatus.choices, default=AskedStatus.WAITING)
    asked_at = models.DateTimeField("頼んだ日時")
    declined_at = models.DateTimeField("見送った日時", null=True, blank=True)

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "回答の依頼"
        verbose_name_plural = "回答の依頼"
        constraints = [
            one_of("status", AskedStatus, "answerrequest"),
            models.UniqueConstraint(fields=["topic", "person"], name="answerrequest_once"),
            models.CheckConstraint(
                condition=Q(status=AskedStatus.DECLINED, declined_at__isnull=False)
                | (~Q(status=AskedStatus.DECLINED) & Q(declined_at__isnull=True)),
                name="answerrequest_declined_has_time",
            ),
        ]
        indexes = [models.Index(fields=["person", "-asked_at"], name="answerrequest_by_person")]

    def __str__(self) -> str:
        return f"トピック{self.topic_id}の回答の依頼"

    def get_absolute_url(self) -> str:
        """What was asked."""
        return self.topic.get_absolute_url()
