"""What people are told about their own account: log-in, its data, the terms, what became of a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.digests import SUMMARY
from accounts.emails.direct import EVERYBODY, STRANGERS, declare_account_mail, send_directly
from accounts.enums import Area
from accounts.mail_summaries import compose_summary
from accounts.models import DataExport, Report, TermsVersion, User
from accounts.notification_events import MAIL_ONLY
from accounts.notifications import NotificationEvent, addressee_only, notify, register, site_address

_OF_ALLAUTH = {
    "account_already_exists": "登録済みのアドレスで登録しようとした",
    "email_changed": "アドレスの変更",
    "email_confirmation": "アドレスの確認コード",
    "email_confirmation_signup": "登録の確認コード",
    "email_deleted": "アドレスの削除",
    "password_changed": "パスワードの変更",
    "password_reset": "パスワードの再設定",
    "password_reset_key": "パスワードの再設定の手続",
    "password_set": "パスワードの設定",
    "recovery_codes_generated": "予備コードの作成",
    "totp_activated": "認証アプリの登録",
    "totp_deactivated": "認証アプリの解除",
    "webauthn_added": "パスキーの登録",
    "webauthn_removed": "パスキーの解除",
}
_CODES = {"email_confirmation", "email_confirmation_signup", "password_reset_key"}

for _key, _label in _OF_ALLAUTH.items():
    declare_account_mail(_key, _label, reaches=EVERYBODY, is_asked_for=_key in _CODES, is_of_allauth=True)
declare_account_mail("mail_restart_code", "メールを再開する確認コード", reaches=EVERYBODY, is_asked_for=True)
declare_account_mail("account_deleted", "アカウントの削除の完了", reaches=STRANGERS)

register(
    NotificationEvent(
        SUMMARY,
        "届いたお知らせのまとめ",
        addressee_only,
        channels=MAIL_ONLY,
        says="短い時間にたくさんのお知らせがあるとき、続きを一通で",
        reaches=EVERYBODY,
        is_fixed=True,
        composer=compose_summary,
    )
)
EXPORT_READY = register(
    NotificationEvent(
        "data_export_ready", "自分のデータの写し", addressee_only, says="頼んだ写しを受け取れるようになったとき"
    )
)
TERMS_ANNOUNCED = register(
    NotificationEvent("terms_announced", "規約の改定", addressee_only, says="利用規約や方針が変わるとき", is_fixed=True)
)
REPORT_RESOLVED = register(
    NotificationEvent(
        "report_resolved",
        "通報の結果",
        addressee_only,
        says="ご自身の通報への対応が終わったとき",
        area=Area.ACCOUNT,
    )
)


def send_mail_restart_code(*, address: EmailAddress, code: str, now: datetime) -> None:
    """The code that proves that mails arrive here again."""
    send_directly(
        "mail_restart_code",
        instance_key=f"{address.pk}:{now.timestamp()}",
        to=address.email,
        user=address.user,
        now=now,
        sensitive=True,
        context={"code": code},
    )


def send_factor_reset_token(*, to: User, person: User, actor: User, reason: str, token: str, now: datetime) -> None:
    """The second operator's half of a reset of somebody's second factors."""
    send_directly(
        "factor_reset_token",
        instance_key=f"{person.pk}:{now.timestamp()}",
        to=to.email,
        user=to,
        now=now,
        sensitive=True,
        context={"person": person, "actor": actor, "reason": reason, "token": token},
    )


def send_factor_reset_done(*, person: User, now: datetime) -> None:
    """Tells who lost the factors how to come back in, and whoever did not ask that something is wrong."""
    send_directly(
        "factor_reset_done",
        instance_key=f"{person.pk}:{now.timestamp()}",
        to=person.email,
        user=person,
        now=now,
        context={"url": site_address(reverse("account_reset_password"))},
    )


def send_account_deleted(*, to: str, key: UUID, now: datetime) -> None:
    """The account is gone. The text names nobody; the row with the address goes a week later."""
    send_directly("account_deleted", instance_key=str(key), to=to, now=now, context={})


def send_export_ready(*, export: DataExport, now: datetime) -> None:
    """The copy of one's own data can be fetched, by who logs in."""
    notify(
        EXPORT_READY.key,
        instance_key=str(export.pk),
        recipients=[export.user],
        target=export,
        now=now,
        path=reverse("accounts:own_data"),
    )


def send_terms_announced(*, version: TermsVersion, people: Iterable[User], now: datetime) -> None:
    """To everybody who agreed to an earlier version, before the new one takes effect."""
    notify(
        TERMS_ANNOUNCED.key,
        instance_key=str(version.pk),
        recipients=people,
        target=version,
        now=now,
        context={"day": f"{version.effective_on.year}年{version.effective_on.month}月{version.effective_on.day}日"},
    )


def send_report_resolved(*, report: Report, now: datetime) -> None:
    """To the person who reported: what was done."""
    notify(
        REPORT_RESOLVED.key,
        instance_key=str(report.pk),
        recipients=[report.reporter],
        target=report,
        path=reverse("accounts:notifications"),
        now=now,
    )
