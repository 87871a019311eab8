"""Categories and collections."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from catalog import actions
from catalog.admin.previewed import PreviewedAdmin
from catalog.forms.previewed import PreviewedForm
from catalog.models import Category, Collection, CollectionItem, Service, ServiceSearch
from catalog.search.engine import with_all_words
from catalog.search.trying import SHOWN


class CategoryForm(PreviewedForm):
    """What operators may change of a category."""

    class Meta:
        model = Category
        fields = ("name", "group", "position")


@admin.register(Category)
class CategoryAdmin(PreviewedAdmin):
    """分類: names, groups and order. Codes come with the spec sheet and never change."""

    form = CategoryForm
    effect_template = "admin/catalog/category_effect.html"
    list_display = ("name", "axis", "group", "position", "code")
    list_filter = ("axis",)
    search_fields = ("name", "code")
    ordering = ("axis", "position")
    readonly_fields = ("axis", "code", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def state(self, before: Category) -> str:
        return json.dumps([before.name, before.group, before.position])

    def effect(self, form: CategoryForm, before: Category) -> dict[str, Any]:
        """Full hits after a change are those of now and the category itself: each of its listings carries the name."""
        name, published = form.cleaned_data["name"], Service.objects.published()
        listed = published.filter(facets__contains=[before.facet])
        hits = with_all_words(name, ServiceSearch, published)
        return {
            "before": before,
            "after": form.cleaned_data,
            "is_renamed": name != before.name,
            "listed": listed.count(),
            "first": listed.order_by("name", "pk")[:SHOWN],
            "hits_now": hits.count(),
            "hits_after": published.filter(Q(pk__in=hits.values("pk")) | Q(pk__in=listed.values("pk"))).count(),
        }

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        actions.save_category(category=obj, actor=cast("User", request.user), now=timezone.now())


class CollectionItemInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
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
