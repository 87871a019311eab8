"""Input of inquiries."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Municipality, User
from documents.files import CheckedUpload, UploadField
from dss.fields import LineField, TextField
from procurement.disclosure import preview_card, told_names
from procurement.enums import DemoFormat, Disclosure, InquiryKind
from procurement.models import MESSAGE_LENGTH, SUBJECT_LENGTH, WISHED_DATES_LENGTH, Inquiry, Project

LARGEST_ID = 2**63 - 1
_NO_FILE_UNNAMED = (
    "団体名を伝えない問い合わせには、ファイルを添付できません。"
    "ファイルの中身や作成者の情報から、団体が分かることがあるためです。"
)


class TargetForm(forms.Form):
    """What the address of the new inquiry names: the listing, the kind, and the project it is for if there is one."""

    service = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    kind = forms.ChoiceField(choices=InquiryKind.choices)
    project = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class MessageForm(forms.Form):
    """One message, with one file. `client_token` lets the server tell a form sent twice from two messages."""

    body = TextField(
        label="本文",
        max_length=MESSAGE_LENGTH,
        help_text=f"{MESSAGE_LENGTH:,}文字まで。書いた内容は後から変更できません。",
    )
    file = UploadField(label="添付ファイル", required=False)
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class TieForm(forms.Form):
    """The project a thread belongs to."""

    project = forms.ModelChoiceField(
        label="検討案件",
        queryset=Project.objects.none(),
        empty_label="選んでください",
        help_text="事業者には伝わりません。加えると、案件の経過に載り、ほかの案件には移せません。",
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        self.fields["project"].label_from_instance = lambda project: project.title  # type: ignore[attr-defined]


class LeadDeclineForm(forms.Form):
    """Why the vendor will not answer."""

    reason = TextField(
        label="辞退の理由",
        max_length=MESSAGE_LENGTH,
        rows=4,
        help_text="例：対応している地域の外のため。自治体に、貴社からのメッセージとして表示されます。",
    )
    client_token = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


class ReplyForm(MessageForm):
    """A message of the staff: it may not tell the names that the thread keeps back.

    `shown_as` is the disclosure its writer has read above the form.
    """

    shown_as = forms.ChoiceField(choices=Disclosure.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, inquiry: Inquiry, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inquiry = inquiry
        self.person = person
        self.fields["shown_as"].initial = inquiry.disclosure
        if inquiry.disclosure == Disclosure.BAND:
            del self.fields["file"]
        else:
            _warn_of_metadata(self.fields["file"])

    def show_again(self, inquiry: Inquiry) -> None:
        """After a refusal: what is read above the form now is what the next try confirms."""
        self.data = {name: self.data.get(name) for name in self.data} | {"shown_as": inquiry.disclosure}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        _refuse_names(body, self.inquiry.disclosure, self.inquiry.municipality, self.person)
        return body

    def clean_file(self) -> CheckedUpload | None:
        file: CheckedUpload | None = self.cleaned_data["file"]
        if file is not None:
            _refuse_names(file.name, self.inquiry.disclosure, self.inquiry.municipality, self.person)
        return file


class InquiryForm(MessageForm):
    """A new inquiry. A brochure request needs no words: its subject is made from the listing."""

    subject = LineField(label="件名", max_length=SUBJECT_LENGTH)
    disclosure = forms.ChoiceField(label="事業者に伝える範囲", widget=forms.RadioSelect, initial=Disclosure.BAND)
    demo_format = forms.ChoiceField(label="デモ・試用の形", choices=DemoFormat.choices, initial=DemoFormat.ONLINE)
    wished_dates = TextField(
        label="希望する日時",
        max_length=WISHED_DATES_LENGTH,
        rows=3,
        required=False,
        help_text="例：12月の平日の午後、60分程度。試用の場合は、試したい期間と人数。",
    )
    field_order = ["subject", "body", "demo_format", "wished_dates", "disclosure", "file", "client_token"]

    def __init__(
        self, *args: Any, kind: str, municipality: Municipality, body_class: str, person: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.person = person
        self.fields["disclosure"].choices = [  # type: ignore[attr-defined]
            _choice(level, municipality, body_class, person) for level in Disclosure
        ]
        self.fields[
            "disclosure"
        ].help_text = (
            "範囲は後から広げられますが、狭めることはできません。メールアドレスは、どの場合も事業者に表示されません。"
        )
        if kind == InquiryKind.BROCHURE:
            del self.fields["subject"]
            self.fields["body"].required = False
            self.fields["body"].label = "添える言葉"
            del self.fields["file"]
        else:
            _warn_of_metadata(self.fields["file"])
        if kind != InquiryKind.DEMO:
            del self.fields["demo_format"], self.fields["wished_dates"]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        level, file = cleaned.get("disclosure", Disclosure.BAND), cleaned.get("file")
        texts = {name: cleaned.get(name, "") for name in ("subject", "body", "wished_dates")}
        if file is not None and level == Disclosure.BAND:
            self.add_error("file", _NO_FILE_UNNAMED)
        elif file is not None:
            texts["file"] = file.name
        for name, text in texts.items():
            try:
                _refuse_names(text, level, self.municipality, self.person)
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned


class RevealForm(forms.Form):
    """How much more the vendor shall learn."""

    disclosure = forms.ChoiceField(label="新しく伝える範囲", widget=forms.RadioSelect)

    def __init__(self, *args: Any, inquiry: Inquiry, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["disclosure"].choices = [  # type: ignore[attr-defined]
            _choice(level, inquiry.municipality, inquiry.body_class, person) for level in inquiry.wider_disclosures
        ]


def _warn_of_metadata(field: forms.Field) -> None:
    field.help_text = (
        f"{field.help_text}団体名を伝える問い合わせだけで添付できます。"
        "ファイルに記録された作成者名や変更の履歴も事業者に渡ります。送る前に、個人情報を取り除いてください。"
    )


def _choice(level: Disclosure, municipality: Municipality, body_class: str, person: User) -> tuple[str, str]:
    """The level, and in its label exactly what the vendor will see."""
    return level.value, f"{level.label} ― 送信者の表示：{preview_card(level, municipality, body_class, person)}"


def _refuse_names(text: str, level: str, municipality: Municipality, person: User) -> None:
    told = told_names(text, level=level, municipality=municipality, person=person)
    if told:
        raise ValidationError(
            f"事業者に伝えない設定の言葉（{'、'.join(told)}）が含まれています。"
            "取り除くか、事業者に伝える範囲を広げてください。",
            code="names",
        )
