"""The vendor's registration, its facts and its team."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import vendors
from accounts.actions.vendors import VendorFacts
from accounts.enums import VendorRole
from accounts.forms.vendor import VendorForm, VendorInvitationForm, VendorRoleForm
from accounts.models import Vendor, VendorHandover, VendorInvitation, VendorMembership
from accounts.policies import can_become_vendor, can_manage_vendor
from accounts.requests import PersonRequest
from accounts.tokens import hash_token
from dss.access import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def vendor_register(request: PersonRequest) -> HttpResponse:
    """事業者情報の登録: the second step of the vendor's door."""
    can_become_vendor(request.user).or_refuse()
    form = VendorForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            vendors.create_vendor(facts=VendorFacts(**form.cleaned_data), actor=request.user, now=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("accounts:signup_welcome")
    return render(request, "accounts/vendor_register.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def vendor_edit(request: PersonRequest) -> HttpResponse:
    """事業者情報の変更."""
    vendor = get_object_or_404(Vendor.objects.of_member(request.user))
    can_manage_vendor(request.user, vendor).or_refuse()
    form = VendorForm(request.POST or None, initial=_facts_of(vendor))
    if form.is_bound and form.is_valid():
        try:
            vendors.change_vendor(
                vendor=vendor, facts=VendorFacts(**form.cleaned_data), actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "事業者の情報を保存しました。")
            return redirect("accounts:vendor_edit")
    return render(request, "accounts/vendor_edit.html", {"form": form, "vendor": vendor})


def _facts_of(vendor: Vendor) -> dict[str, Any]:
    return {name: getattr(vendor, name) for name in VendorForm.base_fields}


@require_http_methods(["GET", "HEAD", "POST"])
def vendor_team(request: PersonRequest) -> HttpResponse:
    """チーム: members, open invitations, and the form to invite."""
    vendor = get_object_or_404(Vendor.objects.of_member(request.user))
    form = VendorInvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        role = VendorRole(form.cleaned_data["role"])
        try:
            vendors.invite_vendor_member(
                vendor=vendor, email=form.cleaned_data["email"], role=role, actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, "招待のメールを送りました。")
            return redirect("accounts:vendor_team")
    return render(request, "accounts/vendor_team.html", _team(request, vendor) | {"form": form})


def _team(request: PersonRequest, vendor: Vendor) -> dict[str, Any]:
    return {
        "vendor": vendor,
        "may_manage": can_manage_vendor(request.user, vendor),
        "members": VendorMembership.objects.present().filter(vendor=vendor).order_by("created_at", "pk"),
        "invitations": VendorInvitation.objects.open(timezone.now()).filter(vendor=vendor).order_by("-created_at"),
        "handover": VendorHandover.objects.visible_to(request.user).open().with_people().filter(vendor=vendor).first(),
        "roles": VendorRole.choices,
    }


@require_POST
def vendor_invitation_withdraw(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """招待の取消."""
    invitation = get_object_or_404(VendorInvitation.objects.visible_to(request.user), pk=invitation_id)
    vendors.withdraw_vendor_invitation(invitation=invitation, actor=request.user, now=timezone.now())
    messages.success(request, "招待を取り消しました。")
    return redirect("accounts:vendor_team")


@require_POST
def vendor_member_role(request: PersonRequest, membership_id: int) -> HttpResponse:
    """役割の変更."""
    membership = get_object_or_404(VendorMembership.objects.visible_to(request.user), pk=membership_id)
    form = VendorRoleForm(request.POST)
    if form.is_valid():
        role = VendorRole(form.cleaned_data["role"])
        vendors.change_vendor_role(membership=membership, role=role, actor=request.user, now=timezone.now())
        messages.success(request, "役割を変更しました。")
    else:
        messages.error(request, "役割を選んでください。")
    return redirect("accounts:vendor_team")


@require_POST
def vendor_member_end(request: PersonRequest, membership_id: int) -> HttpResponse:
    """メンバーから外す、または自分が外れる."""
    membership = get_object_or_404(VendorMembership.objects.visible_to(request.user), pk=membership_id)
    vendors.end_vendor_membership(membership=membership, actor=request.user, now=timezone.now())
    if membership.user_id == request.user.pk:
        messages.success(request, "チームから外れました。")
        return redirect("accounts:me")
    messages.success(request, f"{membership.user.name}さんをチームから外しました。")
    return redirect("accounts:vendor_team")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vendor_invitation(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation: whoever holds the link reads who invites."""
    invitation = get_object_or_404(VendorInvitation.objects.by_token(hash_token(token), timezone.now()))
    if request.method == "POST" and request.user.is_authenticated:
        vendors.accept_vendor_invitation(invitation=invitation, actor=request.user, now=timezone.now())
        messages.success(request, f"「{invitation.vendor.name}」のメンバーになりました。")
        return redirect("accounts:vendor_team")
    return render(request, "accounts/vendor_invitation.html", {"invitation": invitation})
