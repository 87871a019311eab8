"""A template as operators hand it in: the file and the declaration, checked together."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from documents.files import CheckedUpload
from documents.filling.declaration import Declaration, DeclarationError, from_toml
from documents.filling.prefill import unknown_keys
from documents.filling.running import CannotFill, filled_file, inspect_template
from documents.filling.values import beginnings, context_of

MAX_TEMPLATE_BYTES = 2 * 1024 * 1024
_UNREADABLE = "Word文書として開けませんでした。大きすぎるか、壊れている可能性があります。"


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """A file and a declaration that fit each other; `used` are the places found in the file."""

    upload: CheckedUpload
    declaration: Declaration
    used: frozenset[str]


def check_declaration(text: str) -> Declaration:
    """The declaration. ValidationError: everything that is wrong with it."""
    try:
        declaration = from_toml(text)
    except DeclarationError as error:
        raise ValidationError(error.problems) from error
    wrong = unknown_keys(declaration)
    if wrong:
        raise ValidationError([f"「{key}」の prefill が分かりません：{asked}" for key, asked in wrong.items()])
    return declaration


def check_template(upload: CheckedUpload, declaration: Declaration) -> CheckedTemplate:
    """Both together. ValidationError: unknown or forbidden places, questions that stand nowhere, a file that breaks."""
    upload.file.seek(0)
    content = upload.file.read()
    upload.file.seek(0)
    if upload.size > MAX_TEMPLATE_BYTES:
        raise ValidationError(f"書式のファイルは{MAX_TEMPLATE_BYTES // (1024 * 1024)}MBまでにしてください。")
    try:
        found = inspect_template(content, declaration.source)
        problems = found.problems or _unused(declaration, found.used)
        if problems:
            raise ValidationError(problems)
        filled_file(content, context_of(declaration, beginnings(declaration)))
    except CannotFill as error:
        raise ValidationError(_UNREADABLE) from error
    return CheckedTemplate(upload, declaration, found.used)


def _unused(declaration: Declaration, used: frozenset[str]) -> list[str]:
    """A question whose answer appears nowhere would waste the time of whoever fills it in."""
    asked = [(field.key, field.label) for field in declaration.fields]
    asked += [(f"{field.key}.{each.key}", each.label) for field in declaration.fields for each in field.columns]
    return [f"書式のどこにも出てこない項目です：{key}（{label}）" for key, label in asked if key not in used]
