"""Synonyms of the search."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import DEFAULT_DB_ALIAS
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.admin.screens import ReasonForm, operator_of, run_each
from catalog.actions.synonyms import delete_synonym, save_synonym
from catalog.admin.previewed import PreviewedAdmin
from catalog.forms.previewed import SamplesField
from catalog.forms.synonyms import SynonymForm
from catalog.models import Synonym
from catalog.search.synonym_table import read_synonyms
from catalog.search.synonyms import synonym_key
from catalog.search.trying import Trial, try_synonyms

#: The button that shows the effect on the searches typed, and deletes nothing.
TRY = "_try"


class DeletionForm(ReasonForm):
    """Why a word is taken out, and what to try before."""

    samples = SamplesField()


@admin.register(Synonym)
class SynonymAdmin(PreviewedAdmin):
    """同義語: a change counts for the next search, so its effect on searches is shown before it."""

    form = SynonymForm
    effect_template = "admin/catalog/synonym_effect.html"
    list_display = ("word", "finds", "updated_at")
    search_fields = ("word",)
    ordering = ("word",)
    actions = ("delete_one",)

    @admin.display(description="いっしょに探す語")
    def finds(self, synonym: Synonym) -> str:
        return "、".join(synonym.expansions)

    def state(self, before: Synonym | None) -> str:
        """Any other word may change what is found, too."""
        return read_synonyms(DEFAULT_DB_ALIAS).generation

    def effect(self, form: SynonymForm, before: Synonym | None) -> dict[str, Any]:
        now = read_synonyms(DEFAULT_DB_ALIAS)
        word, expansions = form.cleaned_data["word"], form.cleaned_data["expansions"]
        old_words = [before.word] if before else []
        after = (now.without(before.key) if before else now).having(synonym_key(word), expansions)
        asked = [word, *old_words, *form.cleaned_data["samples"]]
        return {"word": word, "expansions": expansions, "trials": try_synonyms(asked, now=now, after=after)}

    def save_model(self, request: HttpRequest, obj: Synonym, form: SynonymForm, change: bool) -> None:
        save_synonym(synonym=obj, actor=operator_of(request), now=timezone.now())

    @admin.action(description="削除する（検索への影響を確かめてから、1語ずつ）")
    def delete_one(self, request: HttpRequest, rows: QuerySet[Synonym]) -> HttpResponse | None:
        chosen = list(rows[:2])
        if len(chosen) != 1:
            self.message_user(request, "同義語の削除は、1語ずつ選んでください。", messages.ERROR)
            return None
        form = DeletionForm(request.POST if "reason" in request.POST else None)
        if form.is_bound and form.is_valid() and TRY not in request.POST:
            facts = {"reason": form.cleaned_data["reason"], "actor": operator_of(request), "now": timezone.now()}
            run_each(self, request, rows, lambda row: delete_synonym(synonym=row, **facts))
            return None
        return self._ask_deletion(request, chosen[0], form)

    def _ask_deletion(self, request: HttpRequest, synonym: Synonym, form: DeletionForm) -> HttpResponse:
        samples = form.cleaned_data.get("samples", []) if form.is_bound else []
        context = self.admin_site.each_context(request) | {
            "title": f"同義語「{synonym.word}」の削除",
            "opts": self.opts,
            "form": form,
            "synonym": synonym,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "try_name": TRY,
            "trials": _without(synonym, samples),
        }
        return TemplateResponse(request, "admin/catalog/synonym_deletion.html", context)


def _without(synonym: Synonym, samples: list[str]) -> list[Trial]:
    now = read_synonyms(DEFAULT_DB_ALIAS)
    return try_synonyms([synonym.word, *samples], now=now, after=now.without(synonym.key))
