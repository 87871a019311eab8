"""Input of projects: the text, the candidates, the verdicts, the notes, the successor."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Field
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from catalog.enums import CategoryAxis
from catalog.models import Category
from documents.models import DocumentVersion
from dss.fields import LineField, TextField
from procurement.actions import ProjectFacts
from procurement.enums import MemberRole, Verdict
from procurement.fiscal_years import fiscal_year_choices
from procurement.forms.inquiries import LARGEST_ID
from procurement.models import NEED_LENGTH, NOTE_LENGTH, REASON_LENGTH, TITLE_LENGTH, Candidate, Project

MOST_AT_ONCE = 5
MOST_OFFERED = 50
LARGEST_REVISION = 2**31 - 1


class ProjectForm(forms.Form):
    """What people write about a project. `client_token` lets the server tell a form sent twice from two projects."""

    title = LineField(label="件名", max_length=TITLE_LENGTH, help_text="例：窓口の書かない申請の導入")
    need = TextField(
        label="必要としていること",
        max_length=NEED_LENGTH,
        required=False,
        help_text="困っていること、満たしたい条件、関係する課など。同じ自治体の職員だけが読めます。",
    )
    category = forms.ModelChoiceField(
        label="対象業務", queryset=Category.objects.none(), required=False, empty_label="未定"
    )
    budget_year = forms.TypedChoiceField(label="予算年度", coerce=int, empty_value=None, required=False)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, project: Project | None = None, years_later: int = 0) -> None:
        """`project` is what stands in the form at first, `years_later` than it is."""
        super().__init__(data, initial=_initial(project, years_later))
        self.fields["category"].queryset = (  # type: ignore[attr-defined]  # the field's class is known above
            Category.objects.filter(axis=CategoryAxis.WORK).order_by("position", "pk")
        )
        kept = self.initial.get("budget_year")
        self.fields["budget_year"].choices = (  # type: ignore[attr-defined]
            fiscal_year_choices(timezone.localdate(), kept=kept)
        )

    def facts(self) -> ProjectFacts:
        """The cleaned text, as the action takes it."""
        data = self.cleaned_data
        return ProjectFacts(
            title=data["title"], need=data["need"], category=data["category"], budget_year=data["budget_year"]
        )


def _initial(project: Project | None, years_later: int) -> dict[str, Any]:
    if project is None:
        return {}
    year = project.budget_year and project.budget_year + years_later
    return {"title": project.title, "need": project.need, "category": project.category, "budget_year": year}


class ShownRevisionForm(forms.Form):
    """Which state the person saw when they began to write."""

    revision = forms.IntegerField(min_value=1, max_value=LARGEST_REVISION, widget=forms.HiddenInput)


class _IdsField(forms.Field):
    """Positive numbers, each once, a few at most."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        number = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
        ids = list(dict.fromkeys(number.clean(each) for each in value or []))
        if len(ids) > MOST_AT_ONCE:
            raise ValidationError(f"一度に加えられるのは{MOST_AT_ONCE}件までです。")
        return ids


class ServicesForm(forms.Form):
    """The listings an address names by `id=…`, as the comparison's does."""

    id = _IdsField(required=False)


class ChooseProjectForm(forms.Form):
    """The project a listing goes into: any of `projects`, the first `MOST_OFFERED` of them to choose from."""

    project = forms.ModelChoiceField(
        label="加える案件", queryset=Project.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = _offer(self.fields["project"], projects, projects, str)


def _offer(
    field: Field, allowed: QuerySet[Any], shown: QuerySet[Any], label: Callable[[Any], str]
) -> list[tuple[int, str]]:
    """Let the field take any of `allowed`, and show a list of bounded length."""
    offered = [(each.pk, label(each)) for each in shown[:MOST_OFFERED]]
    field.queryset = allowed  # type: ignore[attr-defined]  # both are fields of a model's rows
    field.choices = offered  # type: ignore[attr-defined]
    return offered


class VerdictForm(forms.Form):
    """What the body thinks of a candidate; 選定 is set by the outcome alone."""

    verdict = forms.ChoiceField(
        label="評価",
        choices=[(value, label) for value, label in Verdict.choices if value != Verdict.SELECTED],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label="理由",
        max_length=REASON_LENGTH,
        rows=4,
        required=False,
        help_text="「見送り」にするときは必ず入力してください。事業者には伝わりません。",
    )

    def __init__(self, data: QueryDict | None = None, *, candidate: Candidate) -> None:
        super().__init__(data, initial={"verdict": candidate.verdict, "reason": candidate.reason})

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("verdict") == Verdict.REJECTED and "reason" in data and not data["reason"]:
            self.add_error("reason", "見送りにする理由を入力してください。")


class NoteForm(forms.Form):
    """A note for colleagues."""

    body = TextField(
        label="メモ",
        max_length=NOTE_LENGTH,
        rows=4,
        help_text="打合せの記録、確かめたこと、引き継ぎたいことなど。書いた内容は後から変更できません。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class SeenLeadForm(forms.Form):
    """Who led the project when the page was shown; empty when nobody did."""

    lead = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)


class SuccessorForm(SeenLeadForm):
    """The colleague who goes on with the project: any of `colleagues`, of whom the first `MOST_OFFERED` of those
    `sought` are shown."""

    successor = forms.ModelChoiceField(
        label="引き渡す相手", queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], sought: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = colleagues.filter(name__icontains=sought) if sought else colleagues
        self.offered = _offer(self.fields["successor"], colleagues, shown, lambda person: person.name or person.email)


class RoleForm(forms.Form):
    """How somebody takes part in a project."""

    role = forms.ChoiceField(label="関わり方", choices=MemberRole.choices, widget=forms.RadioSelect)


class MemberForm(RoleForm):
    """A colleague taken into a project: any of `colleagues`, the first `MOST_OFFERED` of those `sought` are shown."""

    person = forms.ModelChoiceField(
        label="同僚", queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    field_order = ["person", "role"]

    def __init__(self, *args: Any, colleagues: QuerySet[User], sought: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = colleagues.filter(name__icontains=sought) if sought else colleagues
        self.offered = _offer(self.fields["person"], colleagues, shown, lambda person: person.name or person.email)


class WordsForm(forms.Form):
    """Words looked for in titles."""

    q = LineField(label="文書名", max_length=TITLE_LENGTH, required=False)


class ChooseVersionForm(forms.Form):
    """The version of a document that is attached, among those the person may read."""

    version = forms.ModelChoiceField(label="文書", queryset=DocumentVersion.objects.none())

    def __init__(self, *args: Any, versions: QuerySet[DocumentVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions.select_related("document")  # type: ignore[attr-defined]
