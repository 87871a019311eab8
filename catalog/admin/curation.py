"""Categories and collections."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from catalog import actions
from catalog.models import Category, Collection, CollectionItem


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """分類: names, groups and order. Codes come with the spec sheet and never change."""

    list_display = ("name", "axis", "group", "position", "code")
    list_filter = ("axis",)
    search_fields = ("name", "code")
    ordering = ("axis", "position")
    readonly_fields = ("axis", "code", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        actions.save_category(category=obj, actor=cast("User", request.user), now=timezone.now())


class CollectionItemInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    model = CollectionItem
    extra = 1
    autocomplete_fields = ("service",)
    ordering = ("position", "pk")


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """特集."""

    list_display = ("title", "starts_on", "ends_on")
    ordering = ("-starts_on", "pk")
    inlines = (CollectionItemInline,)

    def save_model(self, request: HttpRequest, obj: Collection, form: Any, change: bool) -> None:
        actions.save_collection(collection=obj, actor=cast("User", request.user), now=timezone.now())
