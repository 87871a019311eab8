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
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.actions.advisors import appoint_advisor, retire_advisor
from accounts.actions.persons import deactivate_person, reactivate_person
from accounts.admin.screens import ReadOnlyAdmin, operator_of, run_with_reason
from accounts.models import Advisor, User

for model in (EmailAddress, EmailConfirmation, Authenticator, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class EmailAddressInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """The person's addresses, to look at."""

    model = EmailAddress
    fields = ("email", "verified", "primary")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Who signed up. Passwords, addresses and second factors are the person's own matter."""

    list_display = ["name", "email", "signup_door", "is_staff", "is_active", "joined_at", "last_login"]
    list_filter = ["is_staff", "is_active", "signup_door"]
    search_fields = ["name", "email", "key"]
    ordering = ["-joined_at"]
    fields = ["key", "name", "email", "signup_door", "is_active", "is_staff", "joined_at", "last_login"]
    inlines = [EmailAddressInline]
    actions = ["deactivate", "reactivate"]

    @admin.action(description="アカウントを停止する")
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        return self._set_active(request, queryset, "アカウントの停止", "deactivate", deactivate_person)

    @admin.action(description="停止したアカウントを再開する")
    def reactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        return self._set_active(request, queryset, "アカウントの再開", "reactivate", reactivate_person)

    def _set_active(
        self, request: HttpRequest, queryset: QuerySet[User], title: str, name: str, action: Any
    ) -> HttpResponse | None:
        return run_with_reason(
            self,
            request,
            queryset,
            title=title,
            action_name=name,
            run=lambda row, reason: action(person=row, actor=operator_of(request), reason=reason, now=timezone.now()),
        )


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
    actions = ["retire"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        obj.pk = appoint_advisor(actor=operator_of(request), now=timezone.now(), **form.cleaned_data).pk

    @admin.action(description="退任にする")
    def retire(self, request: HttpRequest, queryset: QuerySet[Advisor]) -> HttpResponse | None:
        return run_with_reason(
            self,
            request,
            queryset,
            title="専門家アドバイザーの退任",
            action_name="retire",
            run=lambda row, reason: retire_advisor(
                advisor=row,
                actor=operator_of(request),
                reason=reason,
                now=timezone.now(),
            ),
        )
