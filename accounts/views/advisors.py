"""専門家アドバイザー: the invitation, the own profile, and what municipal staff read of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import advisors
from accounts.actions.advisors import AdvisorFacts
from accounts.forms.advisors import AdvisorProfileForm
from accounts.models import Advisor, AdvisorInvitation
from accounts.policies import can_open_advisors
from accounts.requests import PersonRequest
from accounts.tokens import hash_token

PER_PAGE = 24
UNPROCESSABLE = 422


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def advisor_invitation(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation."""
    invitation = get_object_or_404(AdvisorInvitation.objects.by_token(hash_token(token), timezone.now()))
    if request.method == "POST" and request.user.is_authenticated:
        advisors.accept_advisor_invitation(invitation=invitation, actor=request.user, now=timezone.now())
        messages.success(request, "専門家アドバイザーに就任しました。続けてプロフィールを確かめてください。")
        return redirect("accounts:advisor_profile")
    return render(request, "accounts/advisor_invitation.html", {"invitation": invitation})


@require_http_methods(["GET", "HEAD", "POST"])
def advisor_profile(request: PersonRequest) -> HttpResponse:
    """アドバイザーのプロフィール."""
    advisor = get_object_or_404(Advisor.objects.of_person(request.user))
    form = AdvisorProfileForm(request.POST if request.method == "POST" else None, initial=_said(advisor))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        facts = AdvisorFacts(data["affiliation"], data["expertise"], data["introduction"], data["conflicts"])
        advisors.change_advisor_profile(facts=facts, actor=request.user, now=timezone.now())
        messages.success(request, "プロフィールを保存しました。")
        return redirect("accounts:advisor_profile")
    context = {"form": form, "advisor": advisor, "has_stated": advisor.has_stated(timezone.now())}
    return render(request, "accounts/advisor_profile.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _said(advisor: Advisor) -> dict[str, str]:
    stated = "" if advisor.conflicts_stated_at is None else "yes" if advisor.conflicts else "no"
    return {
        "affiliation": advisor.affiliation,
        "expertise": advisor.fields,
        "introduction": advisor.introduction,
        "has_conflicts": stated,
        "conflicts": advisor.conflicts,
    }


@require_POST
def advisor_retire(request: PersonRequest) -> HttpResponse:
    """退任."""
    advisor = get_object_or_404(Advisor.objects.of_person(request.user))
    advisors.retire_advisor(advisor=advisor, actor=request.user, reason="本人の申し出", now=timezone.now())
    messages.success(request, "専門家アドバイザーを退任しました。ありがとうございました。")
    return redirect("accounts:me")


@require_safe
def advisor_list(request: PersonRequest) -> HttpResponse:
    """Who answers where staff ask for experts."""
    can_open_advisors(request.user).or_refuse()
    rows = Advisor.objects.visible_to(request.user).order_by("created_at", "pk")
    return render(
        request, "accounts/advisor_list.html", {"page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    )


@require_safe
def advisor_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One advisor, with what they state about ties to vendors."""
    advisor = get_object_or_404(Advisor.objects.visible_to(request.user), pk=pk)
    has_stated = advisor.has_stated(timezone.now())
    return render(request, "accounts/advisor_detail.html", {"advisor": advisor, "has_stated": has_stated})
