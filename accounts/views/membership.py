"""The person's own municipal membership: state, codes, request, invitations to colleagues."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.codes import send_code
from accounts.actions.colleagues import invite_colleague
from accounts.actions.memberships import leave_membership, prove_address
from accounts.actions.requests import submit_membership_request
from accounts.forms.membership import ColleagueInvitationForm, MembershipRequestForm
from accounts.identification import identify_address
from accounts.membership_year import needs_confirmation
from accounts.models import ColleagueInvitation, MembershipRequest, MunicipalMembership
from accounts.policies import can_apply_membership
from accounts.requests import PersonRequest
from accounts.views.codes import ask_for_code, send_and_ask
from dss.access import DomainError, PolicyRefused


@require_safe
@never_cache
def membership(request: PersonRequest) -> HttpResponse:
    """資格の状態."""
    now = timezone.now()
    live = MunicipalMembership.objects.live(now).filter(user=request.user).select_related("municipality").first()
    return render(
        request,
        "accounts/membership.html",
        {
            "membership": live,
            "is_due": live is not None and needs_confirmation(live.expires_on, timezone.localdate(now)),
            "held": MunicipalMembership.objects.holding().filter(user=request.user).first(),
            "pending": MembershipRequest.objects.pending_of(request.user),
            "addresses": EmailAddress.objects.filter(user=request.user, verified=True).order_by("-primary", "email"),
        },
    )


@require_POST
def membership_code_send(request: PersonRequest) -> HttpResponse:
    """Send a code to one of the person's confirmed addresses."""
    address = get_object_or_404(
        EmailAddress, user=request.user, verified=True, email=request.POST.get("email", "").replace("\x00", "")
    )
    return send_and_ask(request, address, send=send_code, page="accounts:membership_code")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def membership_code(request: PersonRequest) -> HttpResponse:
    """Type the code: it grants, confirms, or leads on to the request form."""
    return ask_for_code(request, template="accounts/membership_code.html", start="accounts:membership", prove=_prove)


def _prove(request: PersonRequest, address: EmailAddress, now: datetime) -> HttpResponse:
    if identify_address(address.email).decision == "manual" and not request.persona.municipality:
        return redirect("accounts:membership_request")
    proven = prove_address(address=address, actor=request.user, now=now)
    messages.success(request, f"{proven.municipality.full_name}の職員として確認しました。")
    return redirect("accounts:membership")


@require_http_methods(["GET", "HEAD", "POST"])
def membership_request(request: PersonRequest) -> HttpResponse:
    """所属の申請: the operators look at the evidence."""
    address = get_object_or_404(EmailAddress, user=request.user, verified=True, primary=True)
    pending = MembershipRequest.objects.pending_of(request.user)
    if pending is not None:
        return render(request, "accounts/membership_request_sent.html", {"pending": pending})
    can_apply_membership(request.user, address, timezone.now()).or_refuse()
    verdict = identify_address(address.email)
    form = MembershipRequestForm(request.POST or None, candidates=verdict.candidates)
    if form.is_bound and form.is_valid():
        fields = ("municipality", "department", "telephone", "evidence")
        facts = {name: form.cleaned_data[name] for name in fields}
        submit_membership_request(actor=request.user, address=address, now=timezone.now(), **facts)
        return redirect("accounts:membership_request")
    return render(request, "accounts/membership_request.html", {"form": form, "address": address, "verdict": verdict})


@require_POST
def membership_leave(request: PersonRequest) -> HttpResponse:
    """Give up the own membership."""
    leave_membership(actor=request.user, now=timezone.now())
    messages.success(request, "自治体職員としての資格を終了しました。")
    return redirect("accounts:membership")


@require_http_methods(["GET", "HEAD", "POST"])
def colleague_invitations(request: PersonRequest) -> HttpResponse:
    """同僚の招待."""
    form = ColleagueInvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            invite_colleague(email=form.cleaned_data["email"], actor=request.user, now=timezone.now())
        except (DomainError, PolicyRefused) as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, "招待のメールを送りました。")
            return redirect("accounts:colleague_invitations")
    sent = ColleagueInvitation.objects.filter(invited_by=request.user).order_by("-created_at")[:50]
    return render(request, "accounts/colleague_invitations.html", {"form": form, "sent": sent})
