"""Municipal memberships: applying, confirming, and what operators decide."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.enums import DomainStatus, MembershipStatus, RequestStatus
from accounts.identification import identify_address
from accounts.membership_year import needs_confirmation
from accounts.models import MembershipRequest, MunicipalDomain, MunicipalMembership, User
from accounts.policies.roles import can_become_staff
from dss.access import ALLOWED, Decision, refuse


def can_apply_membership(user: User, address: EmailAddress, now: datetime) -> Decision:
    """Whether `user` may ask for a membership that hangs on `address`."""
    if address.user_id != user.pk or not address.verified:
        return refuse("確認が済んだ自分のメールアドレスでだけ申請できます。")
    if MunicipalMembership.objects.suspended_for(user, address.email).exists():
        return refuse("職員資格が停止されています。運営からの連絡をお待ちください。")
    if MunicipalMembership.objects.live(now).filter(user=user).exists():
        return refuse("すでに自治体職員として登録されています。")
    return can_become_staff(user)


def can_grant_membership(user: User, address: EmailAddress, now: datetime) -> Decision:
    """Whether the address may decide by itself: not one whose membership an operator revoked, on whatever account."""
    if MunicipalMembership.objects.revoked_for(user, address.email).exists():
        return refuse(
            "このメールアドレスの職員資格は、運営が取り消しています。"
            "改めて登録するには、申請の画面から運営の確認を受けてください。"
        )
    return can_apply_membership(user, address, now)


def can_confirm_membership(user: User, membership: MunicipalMembership, now: datetime) -> Decision:
    """The yearly confirmation: own, active, in April or May, and not yet done this year."""
    if membership.user_id != user.pk or membership.status != MembershipStatus.ACTIVE:
        return refuse("確認できる職員資格がありません。")
    if not needs_confirmation(membership.expires_on, timezone.localdate(now)):
        return refuse("いまは年に一度の確認の期間ではありません。確認は4月と5月に受け付けます。")
    return ALLOWED


def can_invite_colleague(user: User, email: str, now: datetime) -> Decision:
    """Staff invite to addresses that would be granted to their own body.

    Where a membership was granted by hand, its domain says nothing of others who use it (a free-mail provider's).
    """
    membership = MunicipalMembership.objects.live(now).filter(user=user).first()
    if membership is None:
        return refuse("同僚を招待できるのは、自治体職員として確認された方だけです。")
    verdict = identify_address(email)
    if verdict.decision == "granted" and verdict.code == membership.municipality_id:
        return ALLOWED
    return refuse(
        "招待は、同じ自治体のメールアドレスにだけ送れます。"
        "自治体独自のドメインは、運営が確認したあとに招待できるようになります。"
    )


def can_decide_membership_request(user: User, request: MembershipRequest) -> Decision:
    """Operators decide on other people's pending requests."""
    if not user.is_staff or not user.is_active:
        return refuse("職員資格の申請は、運営だけが判断できます。")
    if request.user_id == user.pk:
        return refuse("自分の申請は判断できません。")
    if request.status != RequestStatus.PENDING:
        return refuse("この申請はすでに判断されています。")
    return ALLOWED


def can_moderate_membership(user: User, membership: MunicipalMembership) -> Decision:
    """Operators suspend, resume and revoke other people's memberships."""
    if not user.is_staff or not user.is_active:
        return refuse("職員資格の停止と取消は、運営だけができます。")
    if membership.user_id == user.pk:
        return refuse("自分の職員資格は変更できません。")
    return ALLOWED


def can_propose_domain(user: User) -> Decision:
    """Operators propose domains for the table."""
    if not user.is_staff or not user.is_active:
        return refuse("自治体ドメインは、運営だけが扱えます。")
    return ALLOWED


def can_verify_domain(user: User, domain: MunicipalDomain) -> Decision:
    """A second operator, not the one who proposed it, looks at the evidence."""
    if not user.is_staff or not user.is_active:
        return refuse("自治体ドメインは、運営だけが扱えます。")
    if domain.status != DomainStatus.PROPOSED:
        return refuse("提案中のドメインだけを確認できます。")
    if domain.proposed_by_id == user.pk:
        return refuse("提案した本人は確認できません。別の運営担当者が根拠を確かめてください。")
    return ALLOWED


def can_recheck_domain(user: User, domain: MunicipalDomain) -> Decision:
    """Any operator may say that a domain is still the body's."""
    return ALLOWED if user.is_staff and user.is_active else refuse("自治体ドメインは、運営だけが扱えます。")


def can_revoke_domain(user: User, domain: MunicipalDomain) -> Decision:
    """One operator is enough to take trust away."""
    if not user.is_staff or not user.is_active:
        return refuse("自治体ドメインは、運営だけが扱えます。")
    if domain.status == DomainStatus.REVOKED:
        return refuse("このドメインはすでに取り消されています。")
    return ALLOWED


def can_edit_municipality(user: User) -> Decision:
    """Operators keep the table of bodies."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("自治体の表は、運営だけが変更できます。")
