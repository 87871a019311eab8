"""What the operators' screens share: read-only rows, and a page that asks for a reason before an action runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone

from dss.access import DomainError, PolicyRefused

if TYPE_CHECKING:
    from accounts.models import User

ModelAdmin: TypeAlias = "admin.ModelAdmin[Any]"
AdminAction: TypeAlias = Callable[[ModelAdmin, HttpRequest, QuerySet[Any]], "HttpResponse | None"]


#: No action takes more rows than this at once: nobody looks at more before saying yes.
BULK_LIMIT = 50


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Rows to look at: every change goes through an action."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def name_of(self, row: Any) -> str:
        """What the operators know a row by: on its page, and where they say why they act on it."""
        return str(row)

    def row_actions(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What can be done with one row on its own page, as from the list: name and label."""
        return [(each[1], str(each[2])) for each in self.get_actions(request).values() if each]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            context |= {"subtitle": self.name_of(obj), "row_actions": self.row_actions(request)}
        return super().render_change_form(request, context, add, change, form_url, obj)


class AddOnlyAdmin(ReadOnlyAdmin):
    """Rows that operators add, by the action that `save_model` calls; what is there already stays as it is."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


class ReadOnlyInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Rows that belong to the one shown, to look at."""

    template = "admin/accounts/rows.html"
    extra = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)


def fact_filter(parameter: str, title: str, label: str, keep: Callable[[Any], QuerySet[Any]]) -> type[Any]:
    """A filter of one choice, for a fact that is no column: `keep(rows)` are those of which it is true."""
    return _choice(parameter, "yes", title, label, lambda rows, _: keep(rows))


def in_words(words: Callable[[str], str]) -> type[admin.AllValuesFieldListFilter]:
    """The values that there are, in Japanese and in the order of it."""

    class InWords(admin.AllValuesFieldListFilter):
        def choices(self, changelist: Any) -> Iterator[Any]:
            first, *others = super().choices(changelist)
            yield first
            shown = [{**each, "display": words(str(each["display"]))} for each in others]
            yield from sorted(shown, key=lambda each: str(each["display"]))

    return InWords


def mine_filter(keep: Callable[[Any, User], QuerySet[Any]]) -> type[Any]:
    """What waits for this very operator: nobody decides on what is their own. The first page leads there."""
    return _choice(
        "waits", "mine", "対応", "自分が判断できるもの", lambda rows, request: keep(rows, operator_of(request))
    )


def _choice(
    parameter: str, value: str, title: str, label: str, keep: Callable[[Any, HttpRequest], QuerySet[Any]]
) -> type[Any]:
    class Choice(admin.SimpleListFilter):
        parameter_name = parameter

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [(value, label)]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return keep(queryset, request) if self.value() == value else queryset

    Choice.title = title
    return Choice


def operator_of(request: HttpRequest) -> User:
    """Who works in the admin: nobody anonymous ever gets there."""
    return cast("User", request.user)


class ReasonForm(forms.Form):
    """Why the operator does this; it stands in the audit trail."""

    reason = forms.CharField(
        label="理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="確認した根拠や経緯を書いてください。監査記録に残ります。",
    )


def with_reason(
    name: str,
    label: str,
    title: str,
    act: Callable[..., object],
    *,
    row: str,
    reason: str = "reason",
    limit: int = BULK_LIMIT,
) -> AdminAction:
    """An admin action that asks for a reason, then calls `act` for each chosen row.

    `row` and `reason` are the names under which `act` takes these two, beside `actor` and `now`. What grants rights is
    decided row by row: `limit=1`.
    """

    def act_with_reason(**facts: Any) -> object:
        return act(**{reason: facts.pop("reason")}, **facts)

    return with_form(name, label, title, act_with_reason, row=row, limit=limit)


def with_form(
    name: str,
    label: str,
    title: str,
    act: Callable[..., object],
    *,
    row: str,
    make_form: Callable[[QueryDict | None], forms.Form] = ReasonForm,
    limit: int = BULK_LIMIT,
) -> AdminAction:
    """An admin action that asks for what `make_form`'s form wants, then calls `act` with it for each chosen row.

    `row` is the name under which `act` takes the row, beside the form's fields, `actor` and `now`. More rows than
    `limit` are refused before anything is asked.
    """

    @admin.action(description=label)
    def run(model_admin: ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        if _are_too_many(model_admin, request, rows, limit):
            return None
        form = make_form(None)
        if not form.fields.keys().isdisjoint(request.POST):
            form = make_form(request.POST)
        if not (form.is_bound and form.is_valid()):
            return _ask(model_admin, request, rows, {"form": form, "title": title, "action_name": name})
        facts = {**form.cleaned_data, "actor": operator_of(request)}
        run_each(model_admin, request, rows, lambda each: act(**{row: each}, **facts, now=timezone.now()))
        return None

    run.__name__ = name
    return run


def _ask(model_admin: ModelAdmin, request: HttpRequest, rows: QuerySet[Any], question: dict[str, Any]) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "names": [(row.pk, _name_of(model_admin, row)) for row in rows],
        "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "opts": model_admin.model._meta,
        **question,
    }
    return TemplateResponse(request, "admin/accounts/reason.html", context)


def run_each(
    model_admin: ModelAdmin,
    request: HttpRequest,
    rows: QuerySet[Any],
    run: Callable[[Any], object],
    *,
    limit: int = BULK_LIMIT,
) -> None:
    """Run an action on each row; refusals are shown row by row. More rows than `limit` are refused as a whole."""
    if _are_too_many(model_admin, request, rows, limit):
        return
    for row in rows:
        _run_one(model_admin, request, row, run)


def _are_too_many(model_admin: ModelAdmin, request: HttpRequest, rows: QuerySet[Any], limit: int) -> bool:
    if len(rows.values_list("pk")[: limit + 1]) <= limit:
        return False
    text = "この操作は、1件ずつ選んで行います。" if limit == 1 else f"一度に選べるのは{limit}件までです。"
    model_admin.message_user(request, f"{text}何も変更していません。", messages.ERROR)
    return True


def _run_one(model_admin: ModelAdmin, request: HttpRequest, row: Model, run: Callable[[Any], object]) -> None:
    name = _name_of(model_admin, row)
    try:
        run(row)
    except (PolicyRefused, DomainError) as error:
        model_admin.message_user(request, f"{name}：{error}", messages.ERROR)
    else:
        model_admin.message_user(request, f"{name}：処理しました。", messages.SUCCESS)


def _name_of(model_admin: ModelAdmin, row: Model) -> str:
    return model_admin.name_of(row) if isinstance(model_admin, ReadOnlyAdmin) else str(row)
