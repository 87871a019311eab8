"""One Django form for each section of the sheet.

The fields only carry text; the rules are those of `cleaning`: a form, a CSV row and a JSON body are judged alike.
A required question is marked by `required_mark` on its field but an unfinished draft may still be saved:
`missing_required` decides at submission.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms

from catalog.specsheet.cleaning import AnswerError, clean_answer
from catalog.specsheet.declaration import (
    CERTIFICATE_HOLDERS,
    CERTIFICATE_STATES,
    TRISTATE_CHOICES,
    Choice,
    Question,
    QuestionType,
    Section,
)
from catalog.specsheet.export import Part, part_text, parts_of

UNANSWERED = ("", "未回答")
# More ticks than this stand in columns.
LONG_LIST = 8
_CLOSED = frozenset({QuestionType.CHOICE, QuestionType.TRISTATE})
_INPUT_MODES = {
    QuestionType.INTEGER: "numeric",
    QuestionType.MONEY: "numeric",
    QuestionType.PERCENT: "decimal",
    QuestionType.URL: "url",
}
_PART_LABELS = {"state": "取得状況", "holder": "取得主体", "number": "登録・認証番号", "expires_on": "有効期限"}


class SectionForm(forms.Form):
    """The answers of one section. `section` is set by `section_form_class`."""

    section: Section

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._answers: dict[str, Any] = {}
        for question in self.section.questions:
            names = [field_name(part) for part in parts_of(question)]
            if any(name in self.errors for name in names):
                continue
            try:
                answer = clean_answer(question, _raw(question, cleaned))
            except AnswerError as error:
                self.add_error(names[0], str(error))
            else:
                if answer is not None:
                    self._answers[question.key] = answer
        return cleaned

    def answers(self) -> dict[str, Any]:
        """Canonical answers of this section; only after `is_valid()`. Keys left out are unknown."""
        return self._answers


@cache
def section_form_class(section: Section) -> type[SectionForm]:
    """The form of a section."""
    fields = {field_name(part): _field(part) for question in section.questions for part in parts_of(question)}
    name = "".join(word.title() for word in section.key.split("_")) + "SectionForm"
    return type(name, (SectionForm,), {**fields, "section": section, "__module__": __name__})


def initial_for(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows for given answers."""
    initial: dict[str, Any] = {}
    for question in section.questions:
        if question.type == QuestionType.MULTICHOICE:
            initial[question.key] = list(answers.get(question.key, []))
        else:
            initial.update({field_name(part): part_text(part, answers) for part in parts_of(question)})
    return initial


def field_name(part: Part) -> str:
    """The name of a piece of a question in the form: `iso27001__state`, or just the question's key."""
    return f"{part.question.key}__{part.name}" if part.name else part.question.key


def _raw(question: Question, cleaned: Mapping[str, Any]) -> Any:
    if question.type == QuestionType.CERTIFICATE:
        return {part.name: cleaned.get(field_name(part), "") for part in parts_of(question)}
    return cleaned.get(question.key)


def _field(part: Part) -> forms.Field:
    if part.name:
        return _certificate_field(part)
    question = part.question
    common: dict[str, Any] = {"label": question.label, "help_text": question.help, "required": False}
    field: forms.Field
    if question.type == QuestionType.MULTICHOICE:
        choices = _grouped(question.choices)
        field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    elif question.type in _CLOSED:
        choices = _grouped(question.choices or TRISTATE_CHOICES)
        field = forms.ChoiceField(choices=[UNANSWERED, *choices], **common)
    else:
        field = forms.CharField(widget=_widget(question), **common)
    is_long = len(question.choices) > LONG_LIST
    vars(field).update(required_mark=question.required, unit=question.unit, in_columns=is_long)
    return field


def _widget(question: Question) -> forms.Widget:
    attrs: dict[str, Any] = {"maxlength": question.max_length} if question.max_length else {}
    match question.type:
        case QuestionType.LONGTEXT:
            return forms.Textarea(attrs=attrs | {"rows": 3})
        case QuestionType.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case _:
            mode = _INPUT_MODES.get(question.type)
            return forms.TextInput(attrs=attrs | ({"inputmode": mode} if mode else {}))


def _certificate_field(part: Part) -> forms.Field:
    label = f"{part.question.label}: {_PART_LABELS[part.name]}"
    match part.name:
        case "state":
            choices = [UNANSWERED, *_pairs(CERTIFICATE_STATES)]
            return forms.ChoiceField(label=label, help_text=part.question.help, choices=choices, required=False)
        case "holder":
            return forms.ChoiceField(label=label, choices=[UNANSWERED, *_pairs(CERTIFICATE_HOLDERS)], required=False)
        case "expires_on":
            widget = forms.DateInput(attrs={"type": "date"})
            return forms.CharField(label=label, required=False, widget=widget)
        case _:
            return forms.CharField(label=label, required=False)


def _pairs(choices: tuple[Choice, ...]) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in choices]


def _grouped(choices: tuple[Choice, ...]) -> list[Any]:
    if not any(choice.group for choice in choices):
        return _pairs(choices)
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append((choice.code, choice.label))
    return list(groups.items())
