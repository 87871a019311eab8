"""What is found, and where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db.models import TextChoices

MAX_FINDINGS = 400
"""Of one version. A text with more is a list of persons; the rest is looked through by hand."""


class FindingKind(TextChoices):
    """Why a place is pointed at."""

    PHONE = "phone", "電話番号"
    EMAIL = "email", "メールアドレス"
    MY_NUMBER = "my_number", "マイナンバーの形の番号"
    ACCOUNT = "account", "口座番号"
    NAME = "name", "個人の氏名"
    SEAL = "seal", "印影・押印"
    IP_ADDRESS = "ip_address", "IPアドレス"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place. `portion` is the screen of the preview, `block` its part there, both counted from 1."""

    kind: FindingKind
    value: str
    before: str
    after: str
    place: str
    portion: int
    block: int
    fingerprint: str


def fingerprint_of(kind: FindingKind, value: str) -> str:
    """The same for the same value however it is written, so that an answer holds for the next version too."""
    return hashlib.sha256(f"{kind.value}:{value}".encode()).hexdigest()
