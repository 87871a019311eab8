"""One section of a draft on the vendor's screen: its form, its neighbours, and both texts after a collision."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from catalog import actions
from catalog.completeness import INTRO, INTRO_LABEL, Step, steps_of_draft
from catalog.forms import IntroForm, RevisionForm
from catalog.models import ServiceDraft
from catalog.specsheet import SectionForm, detail_sections, initial_for, load_sheet, section_form_class


@dataclass(frozen=True, slots=True)
class Saved:
    """One row of what somebody else saved in between."""

    label: str
    text: str


class SectionEditing:
    """The page of one section. Bound when `data` is given."""

    def __init__(self, draft: ServiceDraft, section_key: str, data: QueryDict | None) -> None:
        self.draft = draft
        self.section_key = section_key
        self.is_bound = data is not None
        self.form = self._form(data)
        self.revision_form = RevisionForm(data, initial={"revision": draft.revision})
        self.saved_meanwhile: list[Saved] = []

    @staticmethod
    def exists(section_key: str) -> bool:
        """Whether the sheet has this section."""
        return section_key == INTRO or any(section.key == section_key for section in load_sheet().sections)

    @property
    def label(self) -> str:
        return INTRO_LABEL if self.section_key == INTRO else load_sheet().section(self.section_key).label

    @property
    def help(self) -> str:
        return "" if self.section_key == INTRO else load_sheet().section(self.section_key).help

    @property
    def steps(self) -> list[Step]:
        return steps_of_draft(self.draft)

    @property
    def number(self) -> int:
        """The place of this section among the steps, from 1."""
        return self._keys().index(self.section_key) + 1

    def is_valid(self) -> bool:
        return self.revision_form.is_valid() and self.form.is_valid()

    def save(self, *, actor: User, now: dt.datetime) -> None:
        """Save what was written; `DraftChanged` when somebody else saved first."""
        revision = self.revision_form.cleaned_data["revision"]
        if isinstance(self.form, SectionForm):
            actions.save_draft_section(
                draft=self.draft,
                revision=revision,
                section_key=self.section_key,
                answers=self.form.answers(),
                actor=actor,
                now=now,
            )
        else:
            intro = cast("IntroForm", self.form).intro()
            actions.save_draft_intro(draft=self.draft, revision=revision, intro=intro, actor=actor, now=now)

    def show_both_texts(self, draft: ServiceDraft) -> None:
        """Keep what was written in the form, show what stands there now, and let the next save replace it."""
        self.draft = draft
        self.revision_form = RevisionForm(initial={"revision": draft.revision})
        if self.section_key == INTRO:
            fields = IntroForm.base_fields
            self.saved_meanwhile = [Saved(str(fields[name].label), getattr(draft, name)) for name in fields]
            return
        sections = detail_sections(draft.answers, timezone.localdate())
        own = next(section for section in sections if section.key == self.section_key)
        self.saved_meanwhile = [Saved(row.label, row.text) for row in own.rows]

    def next_address(self, *, asked: str) -> str:
        """Where to go after saving: the next section, or the listing's own page."""
        keys = self._keys()
        if asked == "section" and self.number < len(keys):
            return reverse("catalog:desk_service_section", args=[self.draft.service_id, keys[self.number]])
        return reverse("catalog:desk_service_detail", args=[self.draft.service_id])

    @property
    def has_next(self) -> bool:
        return self.number < len(self._keys())

    def _keys(self) -> list[str]:
        return [INTRO, *(section.key for section in load_sheet().sections)]

    def _form(self, data: QueryDict | None) -> forms.Form:
        if self.section_key == INTRO:
            return IntroForm(data, initial={name: getattr(self.draft, name) for name in IntroForm.base_fields})
        section = load_sheet().section(self.section_key)
        return section_form_class(section)(data, initial=initial_for(section, self.draft.answers))
