"""Pictures and files beside a text: a few places, each with a file and, for a picture, its description."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from documents.files import DOCUMENT_FORMATS, accepted, check_upload, named
from dss.images.checking import check_image
from dss.images.structure import ENDINGS
from dss.text import clean_line
from forums.attaching import MOST_ATTACHMENTS, MOST_BYTES, SLOTS, NewAttachment
from forums.models import ALT_LENGTH, Post, PostAttachment

_MEGABYTES = MOST_BYTES // (1024 * 1024)
#: Endings of pictures that are not taken, whose refusal says what to do.
_PICTURES = frozenset({*ENDINGS, "gif", "svg", "heic", "heif", "avif", "bmp", "tif", "tiff", "jfif"})
_HELP = (
    f"画像（PNG、JPEG、WebP）と{named(DOCUMENT_FORMATS)}を、一度に{SLOTS}件、1件{_MEGABYTES}MBまで。"
    "画像には、見えない人にも伝わる説明を書いてください。撮影した場所や機器の情報は取り除きます。"
    "氏名を表示しない投稿では、ファイル名を付け替え、Word・Excelの作成者などの情報を取り除きます。"
    "文書や画像の中身に名前が写っていないかは、ご自分で確かめてください。"
)


class AttachmentsInput(forms.Widget):
    """The places, folded until somebody needs them."""

    template_name = "forums/attachments_input.html"
    use_fieldset = True
    needs_multipart_form = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        alts = [alt for _, alt in value] if value else [""] * SLOTS
        context["slots"] = [{"place": place, "number": place + 1, "alt": alt} for place, alt in enumerate(alts)]
        context["accept"] = ",".join([*(f".{ending}" for ending in ENDINGS), accepted(DOCUMENT_FORMATS)])
        context["longest"] = ALT_LENGTH
        context["is_open"] = any(alts)
        context["help"] = _HELP
        return context

    def id_for_label(self, id_: str | None) -> str:
        """None by itself: it is a group."""
        return ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[tuple[UploadedFile | None, str]]:
        return [(files.get(f"{name}_{place}"), data.get(f"{name}_alt_{place}") or "") for place in range(SLOTS)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class AttachmentsField(forms.Field):
    """The cleaned value is a list of `NewAttachment`."""

    widget = AttachmentsInput

    def __init__(self) -> None:
        super().__init__(label="画像・ファイル", required=False)

    def clean(self, value: Any) -> list[NewAttachment]:
        taken, refused = [], []
        for number, (file, alt) in enumerate(value or [], start=1):
            try:
                taken += _checked(file, alt)
            except ValidationError as error:
                code = error.error_list[0].code
                refused.append(ValidationError(f"{number}つ目：{error.messages[0]}", code=code))
        if refused:
            raise ValidationError([*refused, ValidationError("ファイルは選び直してください。", code="again")])
        return taken


def _checked(file: UploadedFile | None, alt: str) -> list[NewAttachment]:
    words = clean_line(alt, ALT_LENGTH)
    if file is None:
        if words:
            raise ValidationError("説明だけが入力されています。画像を選び直すか、説明を消してください。", code="alone")
        return []
    if (file.name or "").rpartition(".")[2].lower() not in _PICTURES:
        return [NewAttachment(check_upload(file, allowed=DOCUMENT_FORMATS, max_bytes=MOST_BYTES))]
    picture = check_image(file, max_bytes=MOST_BYTES)
    if not words:
        raise ValidationError("画像の説明を書いてください。", code="required")
    return [NewAttachment(picture, words)]


class RemovalField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Which of a post's pictures and files are to go."""

    def __init__(self, post: Post) -> None:
        super().__init__(
            PostAttachment.objects.filter(post=post).order_by("place"),
            label="削除する画像・ファイル",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=f"選んだものは元に戻せません。1つの投稿に添付できるのは{MOST_ATTACHMENTS}件までです。",
        )

    def label_from_instance(self, obj: PostAttachment) -> str:
        return f"{obj.get_kind_display()}：{obj}"


def alts_in(attachments: Iterable[NewAttachment]) -> str:
    """What the descriptions say, for the check of names that are kept back."""
    return "\n".join(each.alt for each in attachments)
