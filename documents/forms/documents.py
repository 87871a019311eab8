"""Input of the shared documents."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from catalog.enums import CategoryAxis, ProcurementMethod
from catalog.models import Category, Service
from documents.actions import DocumentFacts
from documents.enums import AmountBand, DocumentKind, DraftedBy, RedactionVerdict, ReuseTerms
from documents.files import DOCUMENT_FORMATS, UploadField
from documents.files.many import ManyUploadsField
from documents.models import (
    DESCRIPTION_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    TITLE_LENGTH,
    DocumentVersion,
    SharedDocument,
)
from documents.years import year_choices
from dss.fields import LineField, TextField

MAX_SERVICES = 20
_SERVICE_LINE = re.compile(r"(?:https?://[^/\s]+)?/services/(\d{1,18})(?:/\S*)?(?:\s.*)?|(\d{1,18})(?:\s.*)?", re.ASCII)
_REDACTED = (
    "個人情報（氏名・連絡先・印影など）、契約の相手方の秘密、情報セキュリティ上の詳細"
    "（IPアドレス・構成図など）を伏せたことを確かめました"
)


class CategoriesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """Fields of work, in their order."""

    in_columns = True

    def __init__(self, **kwargs: Any) -> None:
        fields_of_work = Category.objects.filter(axis=CategoryAxis.WORK).in_order()
        super().__init__(fields_of_work, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class FactsForm(forms.Form):
    """What is said of a document besides its files."""

    title = LineField(
        label="文書名",
        max_length=TITLE_LENGTH,
        help_text="ほかの自治体の職員が見て、何の文書か分かる名前にしてください。",
    )
    kind = forms.ChoiceField(label="種類", choices=[("", "選んでください"), *DocumentKind.choices])
    drafted_by = forms.ChoiceField(
        label="作成者",
        choices=DraftedBy.choices,
        widget=forms.RadioSelect,
        help_text="事業者から受け取った案は「事業者の案」を選んでください。特定の製品に有利な内容を含むことがあるため、印を付けて表示します。",
    )
    reuse_terms = forms.ChoiceField(
        label="利用条件",
        choices=ReuseTerms.choices,
        widget=forms.RadioSelect,
        help_text="ほかの自治体の職員が、文書をどこまで使ってよいかを選んでください。ファイルを取得するところに表示します。",
    )
    categories = CategoriesField(label="対象業務")
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, empty_value=None, required=False)
    amount_band = forms.TypedChoiceField(
        label="契約金額",
        choices=[("", "選ばない"), *AmountBand.choices],
        empty_value=None,
        required=False,
        help_text="契約した総額（税込）のおおよその幅です。",
    )
    procurement_method = forms.TypedChoiceField(
        label="調達方法",
        choices=[("", "選ばない"), *ProcurementMethod.choices],
        empty_value=None,
        required=False,
    )
    description = TextField(
        label="説明",
        max_length=DESCRIPTION_LENGTH,
        rows=5,
        required=False,
        help_text="どんな調達で使ったか、使ってみて直したい点など、再利用する人の役に立つことを書いてください。",
    )
    services = TextField(
        label="関連するサービス",
        max_length=4000,
        rows=3,
        required=False,
        help_text=f"掲載サービスのページのアドレスか番号を、1行に1つ入力してください（{MAX_SERVICES}件まで）。",
    )

    def __init__(self, *args: Any, document: SharedDocument | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        years = year_choices(timezone.localdate())
        if document is not None and document.fiscal_year and document.fiscal_year not in dict(years):
            years.append((document.fiscal_year, f"{document.fiscal_year}年度"))
        self.fields["fiscal_year"].choices = [("", "選ばない"), *years]  # type: ignore[attr-defined]

    def clean_services(self) -> tuple[Service, ...]:
        lines = [line.strip() for line in self.cleaned_data["services"].splitlines() if line.strip()]
        if len(lines) > MAX_SERVICES:
            raise forms.ValidationError(f"関連するサービスは{MAX_SERVICES}件までです。")
        numbers = [_service_number(line) for line in lines]
        found = Service.objects.filter(pk__in=numbers)
        allowed = found.published() | found.filter(documents=self.document) if self.document else found.published()
        by_number = {service.pk: service for service in allowed.distinct()}
        for line, number in zip(lines, numbers, strict=True):
            if number not in by_number:
                raise forms.ValidationError(f"掲載中のサービスが見つかりません：{line[:60]}")
        return tuple(by_number[number] for number in dict.fromkeys(numbers))

    def facts(self) -> DocumentFacts:
        """What was said; only after `is_valid()`."""
        said = {name: self.cleaned_data[name] for name in FactsForm.base_fields}
        return DocumentFacts(**(said | {"categories": tuple(said["categories"])}))


class UploadForm(forms.Form):
    """One file. `client_token` lets the server tell a form sent twice from two files."""

    file = UploadField(label="ファイル", allowed=DOCUMENT_FORMATS)
    note = LineField(
        label="この版の説明",
        max_length=NOTE_LENGTH,
        required=False,
        help_text="例: 令和8年度の更新で金額を見直しました",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class FilesForm(forms.Form):
    """Several files, each of which becomes a document."""

    file = ManyUploadsField(label="ファイル", allowed=DOCUMENT_FORMATS)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class DocumentForm(FactsForm, UploadForm):
    """A new document with its first version."""

    field_order = ["file", "title", "kind", "drafted_by", *list(FactsForm.base_fields)[3:], "note", "client_token"]


class PublishForm(forms.Form):
    """The declaration that goes before the shelf; `newest` is the last version the person saw."""

    by_hand = forms.TypedMultipleChoiceField(
        label="自動で調べられない版",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="ファイルを開き、伏せる必要のある情報が残っていないことを目で確かめた版に、チェックを入れてください。",
    )
    declares_redaction = forms.BooleanField(
        label=f"公開するすべての版について、{_REDACTED}",
        error_messages={"required": "公開するには、伏せる必要のある情報が残っていないことの確認が必要です。"},
    )
    newest = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, versions: Sequence[DocumentVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unread = [version for version in versions if not version.is_declared and not version.is_checked]
        choices = [(version.number, f"{version.short_label}を目で確かめました") for version in unread]
        self.fields["by_hand"].choices = choices  # type: ignore[attr-defined]
        if not unread:
            del self.fields["by_hand"]


class RedactionForm(forms.Form):
    """An answer for each value that was found; an unanswered one stays open."""

    def __init__(self, *args: Any, fingerprints: Mapping[str, str | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fingerprint, verdict in fingerprints.items():
            self.fields[fingerprint] = forms.ChoiceField(
                label="この箇所をどうしますか",
                choices=RedactionVerdict.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=verdict,
            )

    def verdicts(self) -> dict[str, RedactionVerdict]:
        """What was answered; only after `is_valid()`."""
        return {name: RedactionVerdict(value) for name, value in self.cleaned_data.items() if value}


class SuspendForm(forms.Form):
    """Why the operators stop a document."""

    reason = LineField(label="停止の理由", max_length=REASON_LENGTH, help_text="登録した自治体の職員に伝わります。")


def service_lines(services: list[Service]) -> str:
    """The field's text for the services that are linked."""
    return "\n".join(f"{service.get_absolute_url()} {service.name}" for service in services)


def _service_number(line: str) -> int:
    match = _SERVICE_LINE.fullmatch(line)
    if match is None:
        raise forms.ValidationError(f"サービスのアドレスとして読み取れません：{line[:60]}")
    return int(match[1] or match[2])
