"""Unanswered questions: who was asked to answer, once for each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dss.constraints import one_of
from forums.enums import CallWay
from forums.models.topics import Topic


class AnswerCall(models.Model):
    """A 相談 waited three working days, and people were asked to answer. Once in its life."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="answer_call", verbose_name="トピック"
    )
    called_at = models.DateTimeField("お願いした日時")

    class Meta:
        verbose_name = "回答のお願い"
        verbose_name_plural = "回答のお願い"

    def __str__(self) -> str:
        return f"{self.topic_id}"


class AnswerCallee(models.Model):
    """One of those who were asked. Whose turn it is next follows from these rows; nobody is shown them."""

    call = models.ForeignKey(AnswerCall, on_delete=models.CASCADE, related_name="callees", verbose_name="回答のお願い")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="宛先")
    way = models.CharField("選んだ理由", max_length=12, choices=CallWay.choices)

    class Meta:
        verbose_name = "回答のお願いの宛先"
        verbose_name_plural = "回答のお願いの宛先"
        constraints = [
            one_of("way", CallWay, "answercallee"),
            models.UniqueConstraint(fields=["call", "user"], name="answercallee_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.way}"
