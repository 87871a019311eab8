"""What the worker makes of the pictures and files of posts, before anybody is given them."""

from __future__ import annotations

from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from documents.extraction import read_file
from documents.files import CheckedUpload, check_upload
from documents.traces import without_traces
from forums.disclosure import told_names
from forums.models import Post, PostAttachment

_AUTHORS = (
    "PDFの作成者の欄か注釈に名前などが入っています。氏名を表示しない投稿には添付できません。"
    "元のアプリで文書のプロパティから作成者を消し、注釈を取り除いて、PDFを作り直してください。"
)
_TOLD = "ファイルの中に、表示しない設定の言葉（{words}）が含まれています。取り除いて添付し直してください。"
_UNKNOWN = "投稿した人の情報がないため、確認できません。"
LOST = "保存されたファイルが見つからないため、表示できません。"


def without_author(attachment: PostAttachment, file: IO[bytes]) -> tuple[CheckedUpload | None, str]:
    """The file without what tells who made it (None: there was nothing to take out), or why it cannot be shown."""
    kind = str(attachment.format)
    clean = without_traces(file, kind)
    if clean.reason:
        return None, clean.reason
    if clean.authors:
        return None, _AUTHORS
    file.seek(0)
    text = "\n".join([*clean.told, read_file(file, kind).text])
    reason = _told(attachment.post, text)
    if reason or clean.content is None:
        return None, reason
    try:
        return check_upload(ContentFile(clean.content, attachment.name)), ""
    except ValidationError as error:
        return None, error.messages[0]


def _told(post: Post, text: str) -> str:
    if post.author is None or post.municipality is None:
        return _UNKNOWN
    told = told_names(text, way=post.shown_as, municipality=post.municipality, person=post.author)
    words = "、".join(told)
    return (
        f"ファイルの中に、表示しない設定の言葉（{words}）が含まれています。取り除いて添付し直してください。"
        if told
        else ""
    )
