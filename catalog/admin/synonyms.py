"""Synonyms of the search."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from catalog.actions.synonyms import delete_synonym, save_synonym
from catalog.forms.synonyms import SynonymForm
from catalog.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """同義語: a change counts for the next search."""

    form = SynonymForm
    list_display = ("word", "finds", "updated_at")
    search_fields = ("word",)
    ordering = ("word",)

    @admin.display(description="いっしょに探す語")
    def finds(self, synonym: Synonym) -> str:
        return "、".join(synonym.expansions)

    def save_model(self, request: HttpRequest, obj: Synonym, form: SynonymForm, change: bool) -> None:
        save_synonym(synonym=obj, actor=cast("User", request.user), now=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        delete_synonym(synonym=obj, actor=cast("User", request.user), now=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Synonym]) -> None:
        for synonym in queryset:
            self.delete_model(request, synonym)
