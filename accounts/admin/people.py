"""People and advisors. Addresses are confirmed by their owners only: no screen marks one as verified."""

from __future__ import annotations

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - all three register now, so that they can be taken out below
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions.access import end_sessions
from accounts.actions.advisors import invite_advisor, retire_advisor, withdraw_advisor_invitation
from accounts.actions.departures import delete_account_of
from accounts.actions.persons import deactivate_person, reactivate_person
from accounts.admin.screens import AddOnlyAdmin, ReadOnlyAdmin, ReadOnlyInline, operator_of, with_reason
from accounts.admin.trails import TrailMixin
from accounts.forms.membership import plain_address
from accounts.models import Advisor, AdvisorInvitation, User
from accounts.trails import trail_of_person

for model in (EmailAddress, EmailConfirmation, Authenticator, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class EmailAddressInline(ReadOnlyInline):
    """The person's addresses, to look at."""

    model = EmailAddress
    fields = ("email", "verified", "primary")


@admin.register(User)
class UserAdmin(TrailMixin, ReadOnlyAdmin):
    """Who signed up. Passwords, addresses and second factors are the person's own matter."""

    trail_of = staticmethod(trail_of_person)

    list_display = ["name", "email", "signup_door", "is_staff", "is_active", "joined_at", "last_login"]
    list_filter = ["is_staff", "is_active", "signup_door"]
    search_fields = ["name", "email", "key"]
    ordering = ["-joined_at"]
    fields = ["key", "name", "email", "signup_door", "is_active", "is_staff", "joined_at", "last_login", "departed_at"]
    inlines = [EmailAddressInline]
    actions = [
        with_reason("deactivate", "アカウントを停止する", "アカウントの停止", deactivate_person, row="person"),
        with_reason("reactivate", "停止したアカウントを再開する", "アカウントの再開", reactivate_person, row="person"),
        with_reason("end_sessions", "すべての端末からログアウトさせる", "ログインの終了", end_sessions, row="person"),
        with_reason("delete_account", "本人の申出により削除する", "アカウントの削除", delete_account_of, row="person"),
    ]


@admin.register(Advisor)
class AdvisorAdmin(ReadOnlyAdmin):
    """専門家アドバイザー: invited below, they keep their own profile."""

    list_display = ["user", "affiliation", "fields", "is_active", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    search_fields = ["user__name", "affiliation", "fields"]
    ordering = ["-created_at"]
    actions = [with_reason("retire", "退任にする", "専門家アドバイザーの退任", retire_advisor, row="advisor")]


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Whom to invite: the address as typed, and as an expert of what."""

    class Meta:
        model = AdvisorInvitation
        fields = ["email", "affiliation", "fields"]

    def clean_email(self) -> str:
        return plain_address(self.cleaned_data["email"])


@admin.register(AdvisorInvitation)
class AdvisorInvitationAdmin(AddOnlyAdmin):
    """A new invitation goes out by mail; an earlier open one to the same address stops working."""

    form = InvitationForm
    fields = ["email", "affiliation", "fields"]
    list_display = ["email", "affiliation", "fields", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    search_fields = ["email", "affiliation"]
    ordering = ["-created_at"]
    actions = [
        with_reason("withdraw", "招待を取り消す", "招待の取消", withdraw_advisor_invitation, row="invitation"),
    ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj.pk = invite_advisor(actor=operator_of(request), now=timezone.now(), **form.cleaned_data).pk
