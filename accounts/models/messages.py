"""The mail outbox and the in-app notifications."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.enums import DigestChoice, MailStatus, Way
from dss.constraints import one_of


class OutboxMail(models.Model):
    """One mail to one recipient for one event instance; claimed before sending, so it is never sent twice."""

    TRANSITIONS = {
        MailStatus.PENDING: frozenset({MailStatus.SENDING, MailStatus.WITHHELD, MailStatus.UNKNOWN, MailStatus.HELD}),
        MailStatus.SENDING: frozenset({MailStatus.SENT, MailStatus.FAILED, MailStatus.UNKNOWN, MailStatus.PENDING}),
        MailStatus.UNKNOWN: frozenset({MailStatus.PENDING}),
        MailStatus.FAILED: frozenset({MailStatus.PENDING}),
        MailStatus.SENT: frozenset(),
        MailStatus.WITHHELD: frozenset(),
        MailStatus.HELD: frozenset({MailStatus.SUMMED, MailStatus.WITHHELD}),
        MailStatus.SUMMED: frozenset(),
    }

    event = models.CharField("事象", max_length=60)
    instance_key = models.CharField("事象の識別子", max_length=120)
    target_key = models.CharField("対象の番号", max_length=64, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, verbose_name="宛先の利用者"
    )
    to = models.EmailField("宛先", max_length=254)
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文", blank=True)
    is_sensitive = models.BooleanField("送信後に本文を消す", default=False)
    status = models.CharField("状態", max_length=10, choices=MailStatus.choices, default=MailStatus.PENDING)
    attempts = models.PositiveSmallIntegerField("試行回数", default=0)
    created_at = models.DateTimeField("作成日時")
    claimed_at = models.DateTimeField("送信開始日時", null=True, blank=True)
    finished_at = models.DateTimeField("完了日時", null=True, blank=True)
    last_error = models.CharField("最後のエラー", max_length=300, blank=True)
    summary = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="summed", verbose_name="まとめたメール"
    )

    class Meta:
        verbose_name = "送信メール"
        verbose_name_plural = "送信メール"
        constraints = [
            one_of("status", MailStatus, "outboxmail"),
            models.UniqueConstraint(fields=["event", "instance_key", "to"], name="outboxmail_once"),
        ]
        indexes = [
            models.Index(fields=["status", "claimed_at"], name="outboxmail_by_status"),
            models.Index(fields=["user", "claimed_at"], name="outboxmail_by_user"),
            models.Index(fields=["claimed_at"], name="outboxmail_by_claim"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.to}"


class Notification(models.Model):
    """What waits for a person inside the site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name="利用者"
    )
    event = models.CharField("事象", max_length=60)
    instance_key = models.CharField("事象の識別子", max_length=120)
    target_key = models.CharField("対象の番号", max_length=64, blank=True)
    title = models.CharField("内容", max_length=200)
    path = models.CharField("リンク先", max_length=300)
    created_at = models.DateTimeField("日時")
    read_at = models.DateTimeField("既読日時", null=True, blank=True)

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        constraints = [
            models.UniqueConstraint(fields=["event", "instance_key", "user"], name="notification_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_by_user"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notification_unread"),
        ]

    def __str__(self) -> str:
        return self.title


class NotificationPreference(models.Model):
    """How a person wants to be told of one kind of event, where that is not what the registry has as usual."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notification_preferences",
        verbose_name="利用者",
    )
    event = models.CharField("事象", max_length=60)
    way = models.CharField("受け取り方", max_length=6, choices=Way.choices, db_default=Way.NOW)

    class Meta:
        verbose_name = "お知らせの設定"
        verbose_name_plural = "お知らせの設定"
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="notificationpreference_once"),
            one_of("way", Way, "notificationpreference"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event}"


class DigestSetting(models.Model):
    """How often a person gets the まとめメール, and which issue they got last. Without a row: weekly, none yet.

    Everybody's kinds that come gathered come with it. That they want none is a `NotificationPreference`, as for every
    other kind of mail. `covered_until`: up to when the last issue told.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_setting", verbose_name="利用者"
    )
    rhythm = models.CharField("頻度", max_length=6, choices=DigestChoice.choices, default=DigestChoice.WEEKLY)
    issued_on = models.DateField("最後に作成した日", null=True, blank=True)
    covered_until = models.DateTimeField("ここまで伝えた", null=True, blank=True)

    class Meta:
        verbose_name = "まとめメールの設定"
        verbose_name_plural = "まとめメールの設定"
        constraints = [
            one_of("rhythm", DigestChoice, "digestsetting"),
            models.CheckConstraint(condition=~models.Q(rhythm=DigestChoice.NONE), name="digestsetting_is_a_rhythm"),
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True, covered_until__isnull=True)
                | models.Q(issued_on__isnull=False, covered_until__isnull=False),
                name="digestsetting_issue_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.rhythm}"
