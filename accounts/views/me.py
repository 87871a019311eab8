"""My page and profile."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.persons import change_profile
from accounts.forms.profile import ExperienceFormSet, ProfileForm, filled_in
from accounts.models import Profile, WorkExperience
from accounts.requests import PersonRequest
from accounts.signup_steps import next_step


@require_safe
def me(request: PersonRequest) -> HttpResponse:
    """マイページ."""
    return render(request, "accounts/me.html", {"step": next_step(request.user, request.persona)})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """プロフィール."""
    own = Profile.objects.filter(user=request.user).first() or Profile(user=request.user)
    rows = WorkExperience.objects.filter(user=request.user).order_by("-years", "work_code")
    form = ProfileForm(request.POST or None, instance=own, initial={"name": request.user.name})
    experiences = ExperienceFormSet(
        request.POST or None, prefix="experience", initial=list(rows.values("work_code", "years"))
    )
    if request.method == "POST" and form.is_valid() and experiences.is_valid():
        facts = dict(form.cleaned_data)
        change_profile(
            actor=request.user,
            name=facts.pop("name"),
            facts=facts,
            experiences=filled_in(experiences),
            now=timezone.now(),
        )
        messages.success(request, "プロフィールを保存しました。")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "experiences": experiences})
