"""Screens on which a change is shown in its effect before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

#: Carries what the preview was made of: another state by now means another preview.
SEEN = "seen"


class PreviewedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """The form, then its effect with 「保存する」 and 「直す」, then the row. Nothing is saved that was not shown.

    Its form is a `PreviewedForm`. Rows are not deleted by Django's own buttons, which show no effect.
    """

    change_form_template = "admin/catalog/previewed_form.html"
    effect_template = ""

    def state(self, before: Any) -> str:
        """What the preview rests on; the row as it stands, or None for a new one."""
        raise NotImplementedError

    def effect(self, form: Any, before: Any) -> dict[str, Any]:
        """What the preview's template shows of a valid form."""
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST" and (page := self._preview(request, object_id)):
            return page
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _preview(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        """None where there is nothing to show (not allowed, not found, not valid) or where it was seen."""
        before = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and before is None:
            return None
        if not (self.has_change_permission(request, before) if before else self.has_add_permission(request)):
            return None
        changed = self.get_object(request, unquote(object_id)) if object_id else None
        form = self.get_form(request, changed, change=changed is not None)(request.POST, instance=changed)
        state = self.state(before)
        if not form.is_valid() or request.POST.get(SEEN) == state:
            return None
        form.auto_id = False
        context = self.admin_site.each_context(request) | {
            "title": f"{self.opts.verbose_name}の保存：保存する前に、影響を確かめてください",
            "opts": self.opts,
            "form": form,
            "state": state,
            "is_outdated": SEEN in request.POST,
            **self.effect(form, before),
        }
        return TemplateResponse(request, self.effect_template, context)
