"""The ownership of a vendor changes hands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions import vendor_handovers as actions
from accounts.models import VendorHandover, VendorMembership
from accounts.requests import PersonRequest


@require_POST
def vendor_handover_offer(request: PersonRequest, membership_id: int) -> HttpResponse:
    """管理者の引き継ぎを頼む."""
    successor = get_object_or_404(VendorMembership.objects.visible_to(request.user), pk=membership_id)
    actions.offer_vendor_handover(successor=successor, actor=request.user, now=timezone.now())
    messages.success(request, "引き継ぎを頼みました。相手が引き受けると、管理者が替わります。")
    return redirect("accounts:vendor_team")


@require_POST
def vendor_handover_withdraw(request: PersonRequest, handover_id: int) -> HttpResponse:
    """頼みの取消."""
    actions.withdraw_vendor_handover(handover=_handover(request, handover_id), actor=request.user, now=timezone.now())
    messages.success(request, "引き継ぎの依頼を取り消しました。")
    return redirect("accounts:vendor_team")


@require_POST
def vendor_handover_accept(request: PersonRequest, handover_id: int) -> HttpResponse:
    """管理者を引き受ける."""
    actions.accept_vendor_handover(handover=_handover(request, handover_id), actor=request.user, now=timezone.now())
    messages.success(request, "管理者を引き継ぎました。")
    return redirect("accounts:vendor_team")


@require_POST
def vendor_handover_decline(request: PersonRequest, handover_id: int) -> HttpResponse:
    """引き受けない."""
    actions.decline_vendor_handover(handover=_handover(request, handover_id), actor=request.user, now=timezone.now())
    messages.success(request, "引き受けないことを伝えました。")
    return redirect("accounts:vendor_team")


def _handover(request: PersonRequest, handover_id: int) -> VendorHandover:
    return get_object_or_404(VendorHandover.objects.visible_to(request.user), pk=handover_id)
