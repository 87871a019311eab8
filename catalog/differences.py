"""What differs between two texts of a listing, question by question, as 変更前 and 変更後.

Either text is a draft or a frozen version. An answer counts as changed when the answer itself changed: a certificate
that expired in between did not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from catalog.completeness import INTRO_LABEL, INTRO_WORDS
from catalog.models import ServiceDraft, ServiceVersion
from catalog.plans import plans_of
from catalog.screenshots import shots_of
from catalog.specsheet import DetailRow, Question, detail_row, load_sheet

Content: TypeAlias = ServiceDraft | ServiceVersion
PLANS_LABEL = "料金プラン"
SCREENSHOTS_LABEL = "画面の画像"
_SENTENCE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+")
_MOST_SENTENCES = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `is_changed` when the other side does not have it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One question with what was there and what is there now."""

    label: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ChangedSection:
    label: str
    changes: tuple[Change, ...]


def changed_sections(before: Content, after: Content, today: dt.date) -> list[ChangedSection]:
    """Sections with a difference, in the order of the form; none when both say the same."""
    sections = [ChangedSection(INTRO_LABEL, tuple(_words(before, after)))]
    for section in load_sheet().sections:
        answers = (_answer(question, before, after, today) for question in section.questions)
        sections.append(ChangedSection(section.label, tuple(change for change in answers if change is not None)))
    sections.append(ChangedSection(PLANS_LABEL, tuple(_plans(before, after))))
    sections.append(ChangedSection(SCREENSHOTS_LABEL, tuple(_screenshots(before, after))))
    return [section for section in sections if section.changes]


def _words(before: Content, after: Content) -> Iterator[Change]:
    for name, label in INTRO_WORDS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield _change(label, old, new)


def _answer(question: Question, before: Content, after: Content, today: dt.date) -> Change | None:
    old, new = before.answers.get(question.key), after.answers.get(question.key)
    if old == new:
        return None
    rows: list[DetailRow] = [detail_row(question, answer, today) for answer in (old, new)]
    return _change(question.label, rows[0].text, rows[1].text)


def _plans(before: Content, after: Content) -> Iterator[Change]:
    """By name: a plan with another name is another plan. Another order alone is shown as such."""
    old, new = ({plan.name: plan.text for plan in plans_of(side.plans)} for side in (before, after))
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield _change(name, old.get(name, ""), new.get(name, ""))
    if list(old) != list(new) and old == new:
        yield _change("並び順", "、".join(old), "、".join(new))


def _screenshots(before: Content, after: Content) -> Iterator[Change]:
    """The words of the pictures, numbered; a picture that is shown on the other side, too, has its number there."""
    old, new = ([(shot.id, shot.alt) for shot in shots_of(side.screenshots)] for side in (before, after))
    if old != new:
        numbers = {pk: number for number, pk in enumerate(dict.fromkeys([pk for pk, _ in [*old, *new]]), 1)}
        texts = ["\n".join(f"画像{numbers[pk]}: {alt}" for pk, alt in side) for side in (old, new)]
        yield _change("画像と説明", *texts)


def _change(label: str, old: str, new: str) -> Change:
    """Both texts, marked sentence by sentence; texts too long for that are marked whole."""
    left, right = _SENTENCE.findall(old), _SENTENCE.findall(new)
    if max(len(left), len(right)) > _MOST_SENTENCES:
        return Change(label, (Part(old, True),), (Part(new, True),))
    before: list[Part] = []
    after: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if i1 < i2:
            before.append(Part("".join(left[i1:i2]), tag != "equal"))
        if j1 < j2:
            after.append(Part("".join(right[j1:j2]), tag != "equal"))
    return Change(label, tuple(before), tuple(after))
