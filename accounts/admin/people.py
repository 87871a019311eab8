"""People and advisors. Addresses are confirmed by their owners only: no screen marks one as verified."""

from __future__ import annotations

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - both register now, so that they can be taken out below
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.advisors import appoint_advisor, retire_advisor
from accounts.actions.persons import deactivate_person, reactivate_person
from accounts.admin.screens import ReadOnlyAdmin, ReadOnlyInline, operator_of, with_reason
from accounts.models import Advisor, User

for model in (EmailAddress, EmailConfirmation, Authenticator, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class EmailAddressInline(ReadOnlyInline):
    """The person's addresses, to look at."""

    model = EmailAddress
    fields = ("email", "verified", "primary")


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who signed up. Passwords, addresses and second factors are the person's own matter."""

    list_display = ["name", "email", "signup_door", "is_staff", "is_active", "joined_at", "last_login"]
    list_filter = ["is_staff", "is_active", "signup_door"]
    search_fields = ["name", "email", "key"]
    ordering = ["-joined_at"]
    fields = ["key", "name", "email", "signup_door", "is_active", "is_staff", "joined_at", "last_login"]
    inlines = [EmailAddressInline]
    actions = [
        with_reason("deactivate", "アカウントを停止する", "アカウントの停止", deactivate_person, row="person"),
        with_reason("reactivate", "停止したアカウントを再開する", "アカウントの再開", reactivate_person, row="person"),
    ]


class AdvisorForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An advisor has an account of their own; the operators only say who it is."""

    class Meta:
        model = Advisor
        fields = ["user", "affiliation", "fields"]


@admin.register(Advisor)
class AdvisorAdmin(ReadOnlyAdmin):
    """専門家アドバイザー."""

    form = AdvisorForm
    list_display = ["user", "affiliation", "fields", "is_active", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    search_fields = ["user__name", "affiliation", "fields"]
    autocomplete_fields = ["user"]
    ordering = ["-created_at"]
    actions = [with_reason("retire", "退任にする", "専門家アドバイザーの退任", retire_advisor, row="advisor")]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj.pk = appoint_advisor(actor=operator_of(request), now=timezone.now(), **form.cleaned_data).pk
