"""書式: taken in with its declaration, looked at, approved, retired."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.screens import AddOnlyAdmin, operator_of, run_each, with_reason
from documents import actions
from documents.enums import DocumentKind, FileFormat
from documents.files import MEDIA_TYPES, UploadField
from documents.filling.checking import MAX_TEMPLATE_BYTES, CheckedTemplate, check_declaration, check_template
from documents.filling.running import CannotFill, inspect_template
from documents.models import DocumentTemplate
from dss.downloads import handed_over

DOWNLOAD = "admin:documents_documenttemplate_download"
_CODE = re.compile(r"[a-z][a-z0-9-]*")
_DECLARATION_HELP = (
    "TOMLで書きます。[[fields]] ごとに key、label、type（text、long_text、date、money、integer、choice、multiple、"
    "yes_no、table、service、municipality）を書き、必要に応じて section、help、required、choices、columns、rows、"
    "default、prefill を加えます。書式の中では {{ key }}、{% if key %}、{%tr for row in 表のkey %} の形で差し込みます。"
)


class TemplateUploadForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The file and its questions; both are checked together."""

    upload = UploadField(label="書式のファイル", allowed={FileFormat.DOCX}, max_bytes=MAX_TEMPLATE_BYTES)
    questions = forms.CharField(
        label="項目の宣言", widget=forms.Textarea(attrs={"rows": 30, "cols": 100}), help_text=_DECLARATION_HELP
    )
    checked: CheckedTemplate

    class Meta:
        model = DocumentTemplate
        fields = ("code", "title", "kind", "summary", "position")
        help_texts = {"code": "英小文字と数字の名前です。同じ記号で登録すると、次の版になります。"}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not _CODE.fullmatch(code):
            raise ValidationError("英小文字で始まる、英小文字・数字・ハイフンの名前にしてください。")
        return code

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        upload, questions = data.get("upload"), data.get("questions")
        if upload is None or questions is None:
            return data
        try:
            declaration = check_declaration(questions)
        except ValidationError as error:
            self.add_error("questions", error)
            return data
        try:
            self.checked = check_template(upload, declaration)
        except ValidationError as error:
            self.add_error("upload", error)
        return data


@admin.register(DocumentTemplate)
class DocumentTemplateAdmin(AddOnlyAdmin):
    """A version is added and approved; it is never changed."""

    list_display = ("title", "code", "number", "kind", "status", "approved_at", "retired_at")
    list_filter = ("status", "kind")
    search_fields = ("title", "code")
    ordering = ("code", "-number")
    actions = (
        "approve",
        with_reason(
            "retire", "廃止する", "書式の廃止：書き始めた下書きは続けられます", actions.retire_template, row="template"
        ),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return TemplateUploadForm if obj is None else super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["code", "title", "kind", "summary", "position", "upload", "questions"]
        about = ["code", "number", "title", "kind", "summary", "position", "status", "created_at", "approved_at"]
        return [*about, "retired_at", "retired_reason", "fetch", "asked", "places"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj is not None else []

    def save_model(self, request: HttpRequest, obj: DocumentTemplate, form: TemplateUploadForm, change: bool) -> None:
        facts = actions.TemplateFacts(
            code=obj.code, title=obj.title, kind=DocumentKind(obj.kind), summary=obj.summary, position=obj.position
        )
        made = actions.register_template(
            facts=facts, checked=form.checked, actor=operator_of(request), now=timezone.now()
        )
        obj.pk, obj.number = made.pk, made.number

    @admin.action(description="承認して公開する（前の版は廃止されます）")
    def approve(self, request: HttpRequest, rows: QuerySet[DocumentTemplate]) -> None:
        def run(template: DocumentTemplate) -> None:
            actions.approve_template(template=template, actor=operator_of(request), now=timezone.now())

        run_each(self, request, rows, run)

    @admin.display(description="ファイル")
    def fetch(self, template: DocumentTemplate) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse(DOWNLOAD, args=[template.pk]), template.original_name)

    @admin.display(description="項目")
    def asked(self, template: DocumentTemplate) -> str:
        """What people are asked, a line each."""
        return "\n".join(
            f"{each.key}：{each.label}（{each.type_label}{'・必須' if each.required else ''}）"
            for each in template.questions().fields
        )

    @admin.display(description="ファイルの中の差し込む場所")
    def places(self, template: DocumentTemplate) -> str:
        """Every place that was found in the file, looked up anew."""
        try:
            with template.open_file() as file:
                found = inspect_template(file.read(), template.declaration)
        except (CannotFill, FileNotFoundError):
            return "ファイルを読み取れません。"
        return "、".join(sorted(found.used)) + "".join(f"\n{each}" for each in found.problems)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download)
        return [path("<int:pk>/download/", view, name="documents_documenttemplate_download"), *super().get_urls()]

    def download(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The template itself, to go on from."""
        template = get_object_or_404(DocumentTemplate, pk=pk)
        media_type = MEDIA_TYPES[FileFormat.DOCX]
        return handed_over(template.file, template.original_name, ending=".docx", media_type=media_type)
