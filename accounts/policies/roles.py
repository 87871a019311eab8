"""One person is municipal staff, or vendor, or advisor: never two at once."""

from __future__ import annotations

from django.utils import timezone

from accounts.enums import MembershipStatus
from accounts.models import Advisor, MunicipalMembership, User, VendorMembership
from dss.access import ALLOWED, Decision, refuse

NOT_STATED = (
    "書き込む前に、特定の事業者との関係（利益相反）を申告してください。"
    "マイページの「アドバイザーのプロフィール」で申告できます。"
)
STATED_LONG_AGO = (
    "特定の事業者との関係（利益相反）の申告から1年が過ぎました。"
    "マイページの「アドバイザーのプロフィール」で内容を確かめて、もう一度申告してください。"
)
HOLDING = (MembershipStatus.ACTIVE, MembershipStatus.SUSPENDED)


def can_become_staff(user: User) -> Decision:
    """Whether the person's other roles leave room for a municipal membership."""
    if VendorMembership.objects.filter(user=user, ended_at__isnull=True).exists():
        return refuse("事業者のメンバーは、自治体職員として登録できません。先に事業者のメンバーから外れてください。")
    if Advisor.objects.filter(user=user, is_active=True).exists():
        return refuse("専門家アドバイザーは、自治体職員として登録できません。")
    return ALLOWED


def can_become_vendor(user: User) -> Decision:
    """Whether the person's other roles leave room for a place in a vendor's team."""
    if MunicipalMembership.objects.filter(user=user, status__in=HOLDING).exists():
        return refuse("自治体職員として登録している方は、事業者のメンバーになれません。")
    if Advisor.objects.filter(user=user, is_active=True).exists():
        return refuse("専門家アドバイザーは、事業者のメンバーになれません。")
    if VendorMembership.objects.filter(user=user, ended_at__isnull=True).exists():
        return refuse("すでに事業者のメンバーです。ひとりが同時に所属できる事業者は1つです。")
    return ALLOWED


def can_become_advisor(user: User) -> Decision:
    """Whether the person's other roles leave room for being an advisor."""
    if MunicipalMembership.objects.filter(user=user, status__in=HOLDING).exists():
        return refuse("自治体職員として登録している方は、専門家アドバイザーになれません。")
    if VendorMembership.objects.filter(user=user, ended_at__isnull=True).exists():
        return refuse("事業者のメンバーは、専門家アドバイザーになれません。")
    if Advisor.objects.filter(user=user, is_active=True).exists():
        return refuse("すでに専門家アドバイザーとして登録されています。")
    return ALLOWED


def can_invite_advisor(user: User) -> Decision:
    """Operators invite advisors and take invitations back."""
    if user.is_staff and user.is_active:
        return ALLOWED
    return refuse("専門家アドバイザーは、運営だけが招待できます。")


def can_retire_advisor(user: User, advisor: Advisor) -> Decision:
    """Advisors stop whenever they want; operators may thank them too."""
    if not user.is_active or not (user.is_staff or user.pk == advisor.user_id):
        return refuse("退任の手続きは、本人と運営だけができます。")
    return ALLOWED if advisor.is_active else refuse("すでに退任しています。")


def can_edit_advisor(user: User, advisor: Advisor) -> Decision:
    """What an advisor says of themselves is theirs alone."""
    if user.is_active and user.pk == advisor.user_id and advisor.is_active:
        return ALLOWED
    return refuse("アドバイザーのプロフィールは、活動中の本人だけが変更できます。")


def can_speak_as_advisor(user: User, subject: object = None) -> Decision:
    """Advisors write only while their statement about ties to vendors is of the last year."""
    advisor = Advisor.objects.of_person(user).first()
    if advisor is None:
        return refuse("この操作ができるのは、専門家アドバイザーの方だけです。")
    if advisor.has_stated(timezone.now()):
        return ALLOWED
    return refuse(NOT_STATED if advisor.conflicts_stated_at is None else STATED_LONG_AGO)


def can_open_advisors(user: User) -> Decision:
    """Who may look up the advisors: live municipal staff, advisors themselves, operators."""
    live = MunicipalMembership.objects.live(timezone.now()).filter(user=user)
    if (user.is_staff and user.is_active) or live.exists() or Advisor.objects.of_person(user).exists():
        return ALLOWED
    return refuse(
        "専門家アドバイザーの一覧は、所属の確認が済んだ自治体職員だけがご覧いただけます。"
        "マイページから、職場のメールアドレスで所属を確認してください。"
    )


def can_deactivate_person(user: User, person: User) -> Decision:
    """Operators close and reopen other people's accounts."""
    if not user.is_staff or not user.is_active:
        return refuse("アカウントの停止と再開は、運営だけができます。")
    if person.pk == user.pk:
        return refuse("自分のアカウントは停止できません。")
    if person.departed_at is not None:
        return refuse("退会したアカウントは、停止も再開もできません。")
    return ALLOWED
