"""The mails of the ground app; subject and text lie under templates/emails/<event>/."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.audiences import Targets
from accounts.digests import SUMMARY
from accounts.enums import Area, VendorHandoverStatus
from accounts.mail_summaries import compose_summary
from accounts.models import (
    AdvisorInvitation,
    ColleagueInvitation,
    DataExport,
    MembershipRequest,
    MunicipalMembership,
    Report,
    TermsVersion,
    User,
    VendorHandover,
    VendorInvitation,
)
from accounts.notification_events import MAIL_ONLY, Role
from accounts.notifications import NotificationEvent, addressee_only, notify, register, render_mail, site_address
from accounts.outbox import queue_mail


def _account_mail(
    key: str, label: str, *, reaches: frozenset[Role], says: str = "", is_asked_for: bool = False
) -> None:
    """Declare a mail about the account itself: it always comes, and stands on no page."""
    register(
        NotificationEvent(
            key,
            label,
            addressee_only,
            channels=MAIL_ONLY,
            says=says or label,
            reaches=reaches,
            is_fixed=True,
            is_asked_for=is_asked_for,
            is_of_allauth=key in _OF_ALLAUTH,
        )
    )


_EVERYBODY: frozenset[Role] = frozenset({Role.MEMBER})
_STRANGERS: frozenset[Role] = frozenset()
"""Who has no account yet has no settings either."""
_STAFF: frozenset[Role] = frozenset({Role.STAFF})
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
    _account_mail(_key, _label, reaches=_EVERYBODY, is_asked_for=_key in _CODES)
_account_mail("membership_code", "職員資格の確認コード", reaches=_EVERYBODY, is_asked_for=True)
_account_mail("mail_restart_code", "メールを再開する確認コード", reaches=_EVERYBODY, is_asked_for=True)
_account_mail("confirmation_reminder", "年に一度の所属の確認", reaches=_STAFF, says="所属の確認の時期が来たとき")
_account_mail("request_decided", "職員資格の申請の結果", reaches=_EVERYBODY, says="申請を運営が確かめ終えたとき")
_account_mail("account_deleted", "アカウントの削除の完了", reaches=_STRANGERS)
_account_mail("vendor_invitation", "事業者のチームへの招待", reaches=_STRANGERS)
_account_mail("advisor_invitation", "専門家アドバイザーの招待", reaches=_STRANGERS)
_account_mail("colleague_invitation", "同僚からの招待", reaches=_STRANGERS)


register(
    NotificationEvent(
        SUMMARY,
        "届いたお知らせのまとめ",
        addressee_only,
        channels=MAIL_ONLY,
        says="短い時間にたくさんのお知らせがあるとき、続きを一通で",
        reaches=_EVERYBODY,
        is_fixed=True,
        composer=compose_summary,
    )
)


def send_membership_code(*, address: EmailAddress, code: str, now: datetime) -> None:
    """The code that proves the person still reads this mailbox."""
    _send(
        "membership_code",
        instance_key=f"{address.pk}:{now.timestamp()}",
        to=address.email,
        user=address.user,
        now=now,
        sensitive=True,
        context={"code": code},
    )


def send_mail_restart_code(*, address: EmailAddress, code: str, now: datetime) -> None:
    """The code that proves that mails arrive here again."""
    _send(
        "mail_restart_code",
        instance_key=f"{address.pk}:{now.timestamp()}",
        to=address.email,
        user=address.user,
        now=now,
        sensitive=True,
        context={"code": code},
    )


def send_confirmation_reminder(*, membership: MunicipalMembership, days: int, now: datetime) -> None:
    """The yearly confirmation is due; one mail for each membership, year and reminder."""
    _send(
        "confirmation_reminder",
        instance_key=f"{membership.pk}:{membership.expires_on.year}:{days}",
        to=membership.email,
        user=membership.user,
        now=now,
        context={"membership": membership, "url": site_address(reverse("accounts:membership"))},
    )


def send_request_decided(*, request: MembershipRequest, now: datetime) -> None:
    """The outcome of a request an operator decided, with the reason."""
    _send(
        "request_decided",
        instance_key=str(request.pk),
        to=request.email,
        user=request.user,
        now=now,
        context={"request": request, "url": site_address(reverse("accounts:membership"))},
    )


def send_vendor_invitation(*, invitation: VendorInvitation, token: str, now: datetime) -> None:
    """The link that lets one address join a vendor's team once."""
    url = site_address(reverse("accounts:vendor_invitation", args=[token]))
    _send(
        "vendor_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        sensitive=True,
        context={"invitation": invitation, "url": url},
    )


def send_advisor_invitation(*, invitation: AdvisorInvitation, token: str, now: datetime) -> None:
    """The link that lets one address become an advisor once."""
    url = site_address(reverse("accounts:advisor_invitation", args=[token]))
    _send(
        "advisor_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        sensitive=True,
        context={"invitation": invitation, "url": url},
    )


def send_colleague_invitation(*, invitation: ColleagueInvitation, inviter: User, now: datetime) -> None:
    """A colleague tells about the place; the mail carries no right of any kind."""
    _send(
        "colleague_invitation",
        instance_key=str(invitation.pk),
        to=invitation.email,
        now=now,
        context={
            "inviter": inviter,
            "municipality": invitation.municipality,
            "url": site_address(reverse("accounts:signup_staff")),
        },
    )


def send_factor_reset_token(*, to: User, person: User, actor: User, reason: str, token: str, now: datetime) -> None:
    """The second operator's half of a reset of somebody's second factors."""
    _send(
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
    _send(
        "factor_reset_done",
        instance_key=f"{person.pk}:{now.timestamp()}",
        to=person.email,
        user=person,
        now=now,
        context={"url": site_address(reverse("account_reset_password"))},
    )


def send_account_deleted(*, to: str, key: UUID, now: datetime) -> None:
    """The account is gone. The text names nobody; the row with the address goes a week later."""
    _send("account_deleted", instance_key=str(key), to=to, now=now, context={})


def operators_only(user: User, target_keys: Collection[str]) -> Collection[str]:
    """The audience of what lies in the operators' queues."""
    return target_keys if user.is_staff and user.is_active else ()


REQUEST_RECEIVED = register(
    NotificationEvent(
        "membership_request_received",
        "職員資格の申請",
        operators_only,
        says="職員資格の申請が届き、運営の確認を待っているとき",
        area=Area.OPERATIONS,
        reaches=frozenset({Role.OPERATOR}),
    )
)
REPORT_RECEIVED = register(
    NotificationEvent(
        "report_received",
        "通報の受付",
        operators_only,
        says="利用者から通報が届いたとき",
        area=Area.OPERATIONS,
        reaches=frozenset({Role.OPERATOR}),
    )
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


EXPORT_READY = register(
    NotificationEvent(
        "data_export_ready", "自分のデータの写し", addressee_only, says="頼んだ写しを受け取れるようになったとき"
    )
)


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


TERMS_ANNOUNCED = register(
    NotificationEvent("terms_announced", "規約の改定", addressee_only, says="利用規約や方針が変わるとき", is_fixed=True)
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


def send_request_received(*, request: MembershipRequest, now: datetime) -> None:
    """To the operators: somebody waits for their membership to be confirmed."""
    notify(
        REQUEST_RECEIVED.key,
        instance_key=str(request.pk),
        recipients=User.objects.operators(),
        target=request,
        path=reverse("admin:accounts_membershiprequest_change", args=[request.pk]),
        now=now,
    )


def send_report_received(*, report: Report, now: datetime) -> None:
    """To the operators; what was reported stands in the admin only."""
    notify(
        REPORT_RECEIVED.key,
        instance_key=str(report.pk),
        recipients=User.objects.operators(),
        target=report,
        path=reverse("admin:accounts_report_change", args=[report.pk]),
        now=now,
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


def _concerned(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Handovers of the team the person belongs to at this moment, as owner or as the one asked."""
    own = VendorHandover.objects.visible_to(user).filter(pk__in=target_keys)
    return Targets(own)


def _who_offered(user: User, target_keys: Collection[str]) -> Collection[str]:
    """Handovers that the person offered and in whose team they still are, owner or not any more."""
    own = VendorHandover.objects.filter(owner__user=user, owner__ended_at__isnull=True, pk__in=target_keys)
    return Targets(own)


HANDOVER_OFFERED = register(
    NotificationEvent(
        "vendor_handover_offered",
        "事業者の管理者の引き継ぎの依頼",
        _concerned,
        says="事業者の管理者を引き継いでほしいと頼まれたとき",
        area=Area.ACCOUNT,
        reaches=frozenset({Role.VENDOR}),
    )
)
HANDOVER_ANSWERED = register(
    NotificationEvent(
        "vendor_handover_answered",
        "事業者の管理者の引き継ぎの返事",
        _who_offered,
        says="頼んだ引き継ぎに返事があったとき",
        area=Area.ACCOUNT,
        reaches=frozenset({Role.VENDOR}),
    )
)


def send_vendor_handover_offered(handover: VendorHandover, *, now: datetime) -> None:
    """To the member who is asked."""
    notify(
        HANDOVER_OFFERED.key,
        instance_key=str(handover.pk),
        recipients=[handover.successor.user],
        target=handover,
        context={"vendor": handover.vendor.name, "owner": handover.owner.user.name},
        now=now,
    )


def send_vendor_handover_answered(handover: VendorHandover, *, now: datetime) -> None:
    """To the owner who asked: accepted, or not."""
    notify(
        HANDOVER_ANSWERED.key,
        instance_key=str(handover.pk),
        recipients=[handover.owner.user],
        target=handover,
        context={
            "vendor": handover.vendor.name,
            "successor": handover.successor.user.name,
            "has_accepted": handover.status == VendorHandoverStatus.ACCEPTED,
        },
        now=now,
    )


def _send(
    event: str,
    *,
    instance_key: str,
    to: str,
    now: datetime,
    context: dict[str, Any],
    user: User | None = None,
    sensitive: bool = False,
) -> None:
    subject, body = render_mail(event, context)
    queue_mail(
        event=event,
        instance_key=instance_key,
        to=to,
        subject=subject,
        body=body,
        now=now,
        user=user,
        sensitive=sensitive,
    )
