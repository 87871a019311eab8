"""Signing up through one of two doors, and the code that confirms the address."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.account.utils import complete_signup
from allauth.account.views import ConfirmEmailVerificationCodeView
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.memberships import grant_membership
from accounts.actions.terms import give_consent
from accounts.enums import SignupDoor
from accounts.forms.advisors import AdvisorSignupForm
from accounts.forms.signup import AddressCodeForm, DoorForm, StaffSignupForm, VendorSignupForm
from accounts.models import AdvisorInvitation, User
from accounts.requests import PersonRequest, own_address
from accounts.signup_steps import next_step
from accounts.tokens import hash_token
from dss.access import DomainError, PolicyRefused


@login_not_required
@require_safe
def signup(request: HttpRequest) -> HttpResponse:
    """The two doors."""
    if request.user.is_authenticated:
        return redirect("accounts:me")
    goal = own_address(request)
    return render(request, "accounts/signup.html", {"query": f"?{urlencode({'next': goal})}" if goal else ""})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def signup_door(request: HttpRequest) -> HttpResponse:
    """allauth's address of the sign-up page: leads to the two doors."""
    return redirect("accounts:signup")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1")
@rate_limit(action="signup")  # type: ignore[untyped-decorator]  # allauth carries no types
def signup_staff(request: HttpRequest) -> HttpResponse:
    """自治体職員の登録."""
    return _door(request, StaffSignupForm(request.POST or None), "accounts/signup_staff.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1")
@rate_limit(action="signup")  # type: ignore[untyped-decorator]  # allauth carries no types
def signup_vendor(request: HttpRequest) -> HttpResponse:
    """事業者の登録."""
    return _door(request, VendorSignupForm(request.POST or None), "accounts/signup_vendor.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1")
@rate_limit(action="signup")  # type: ignore[untyped-decorator]  # allauth carries no types
def signup_advisor(request: HttpRequest, token: str) -> HttpResponse:
    """専門家アドバイザーの登録: for who holds an open invitation."""
    invitation = get_object_or_404(AdvisorInvitation.objects.by_token(hash_token(token), timezone.now()))
    form = AdvisorSignupForm(request.POST or None, invited=invitation.email)
    return _door(request, form, "accounts/signup_advisor.html")


def _door(request: HttpRequest, form: DoorForm, template: str) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:me")
    if form.is_bound and form.is_valid():
        try:
            return _register(request, form)
        except IntegrityError as error:
            raise DomainError("同じ申込みが同時に届きました。届いたメールを確かめてください。") from error
    return render(request, template, {"form": form, "next": own_address(request)})


@transaction.atomic
def _register(request: HttpRequest, form: DoorForm) -> HttpResponse:
    """Create the account and send the code; a known address gets the same answer and another mail."""
    user, known = form.try_save(request)
    if user is None:
        return cast("HttpResponse", known)
    give_consent(user=user, now=timezone.now())
    try:
        return cast("HttpResponse", complete_signup(request, user, None, own_address(request) or None))
    except ImmediateHttpResponse as immediate:
        return cast("HttpResponse", immediate.response)


class AddressCodeView(ConfirmEmailVerificationCodeView):  # type: ignore[misc]  # allauth carries no types
    """allauth's step; when it confirms the address an account was opened with, that address decides at once."""

    form_class = AddressCodeForm

    def form_valid(self, form: AddressCodeForm) -> HttpResponse:
        opening = self.stage is not None and self._action == "verify"
        email = self._process.email
        response: HttpResponse = super().form_valid(form)
        if opening and isinstance(self.request.user, User):
            _decide_by_address(self.request, self.request.user, email)
        return response


def _decide_by_address(request: HttpRequest, user: User, email: str) -> None:
    """Grant what the just confirmed sign-up address proves; where it proves nothing, the next page asks more."""
    address = EmailAddress.objects.filter(user=user, email=email, verified=True, primary=True).first()
    if address is None or user.signup_door != SignupDoor.STAFF or user.memberships.exists():
        return
    try:
        grant_membership(address=address, actor=user, now=timezone.now())
    except PolicyRefused as refusal:
        messages.info(request, refusal.reason)
    except DomainError as error:
        messages.warning(request, error.message)


@login_not_required
@never_cache
def address_code(request: HttpRequest) -> HttpResponseBase:
    """The page on which the code is typed."""
    return cast("HttpResponseBase", AddressCodeView.as_view()(request))


@require_safe
def signup_welcome(request: PersonRequest) -> HttpResponse:
    """The end of the sign-up, or the way to the step that is still missing."""
    step = next_step(request.user, request.persona)
    if step:
        return redirect(step)
    return render(request, "accounts/signup_welcome.html")
