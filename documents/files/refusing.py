"""How a file is turned down."""

from __future__ import annotations

from typing import NoReturn

from django.core.exceptions import ValidationError


def refuse(reason: str, code: str) -> NoReturn:
    """Raise the reason, in Japanese, to stand beside the field; `code` names the rule."""
    raise ValidationError(reason, code=code)
