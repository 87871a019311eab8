"""Reading an e-mail address strictly: what a staff address never contains is refused, not repaired.

Repairing is what attackers live on: a lower-cased Kelvin sign is a plain k, a stripped dot names another host, and
`victim%elsewhere@gateway` is mail for elsewhere. So the raw text is judged before anything is changed.
"""

import re
from typing import NamedTuple

MAX_ADDRESS = 254  # RFC 5321 4.5.3.1.3, as erratum 1690 corrects it: a path of 256 with its two brackets
MAX_LOCAL_PART = 64
MAX_DOMAIN = 253
MAX_LABEL = 63

# Narrower than RFC 5322: %, ! and / are routes, = is how forwarders write the address mail goes back to (SRS).
LOCAL_PART = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?", re.ASCII)
TOP_LABEL = re.compile(r"[A-Za-z]{2,}", re.ASCII)


class Address(NamedTuple):
    """A well-formed address: the local part as written, the domain in lower case."""

    local_part: str
    domain: str


class AddressRefused(Exception):
    """The text is no address we accept; `rule` names why for records, `message` says it to the person."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


def parse_address(text: str) -> Address:
    """Split one address; raise AddressRefused for everything that is not plain `local@host.name`."""
    _refuse_characters(text)
    local_part, domain = _split(text)
    if not LOCAL_PART.fullmatch(local_part):
        raise AddressRefused(
            "local-part",
            "メールアドレスの「@」より前に使えない文字があります。半角の英数字と「.」「_」「-」「+」だけのアドレスを入力してください。",
        )
    _refuse_domain(domain)
    return Address(local_part, domain.lower())


def _refuse_characters(text: str) -> None:
    """Judge the raw text: nothing outside printable ASCII, no spaces, no quotes, no routes."""
    if not text:
        raise AddressRefused("empty", "メールアドレスを入力してください。")
    if len(text) > MAX_ADDRESS:
        raise AddressRefused("too-long", f"メールアドレスが長すぎます。{MAX_ADDRESS}文字以内で入力してください。")
    if not text.isascii():
        raise AddressRefused(
            "not-ascii",
            "メールアドレスに全角文字や英数字以外の文字が含まれています。半角の英数字で入力してください。",
        )
    if not text.isprintable() or " " in text:
        raise AddressRefused("space-or-control", "メールアドレスに空白や改行などが含まれています。取り除いてください。")
    if set(text) & set("\"'`%!"):
        raise AddressRefused(
            "quote-or-route",
            "引用符や「%」「!」を含むメールアドレスは使えません。職場で通常お使いのアドレスを入力してください。",
        )


def _split(text: str) -> tuple[str, str]:
    if text.count("@") != 1:
        raise AddressRefused("at-sign", "メールアドレスには「@」が1つだけ必要です。")
    local_part, domain = text.split("@")
    if not local_part or not domain:
        raise AddressRefused("at-sign", "メールアドレスの「@」の前と後の両方を入力してください。")
    if len(local_part) > MAX_LOCAL_PART:
        raise AddressRefused(
            "too-long", f"メールアドレスの「@」より前が長すぎます。{MAX_LOCAL_PART}文字以内で入力してください。"
        )
    return local_part, domain


def _refuse_domain(domain: str) -> None:
    """Letters, digits and inner hyphens in two labels or more; no internationalised or other reserved label."""
    if domain.endswith("."):
        raise AddressRefused("trailing-dot", "メールアドレスの最後の「.」を取り除いてください。")
    labels = domain.split(".")
    if len(domain) > MAX_DOMAIN or any(len(label) > MAX_LABEL for label in labels):
        raise AddressRefused("too-long", "メールアドレスの「@」より後が長すぎます。")
    # "??--" is reserved for encodings (RFC 5891 4.2.3.1); xn-- is the one in use, for names in other scripts.
    if any(label[2:4] == "--" for label in labels):
        raise AddressRefused("idn", "日本語などの国際化ドメイン名のメールアドレスは使えません。")
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels) or not TOP_LABEL.fullmatch(labels[-1]):
        raise AddressRefused(
            "domain-syntax",
            "メールアドレスの「@」より後の形が正しくありません。例：city.example.lg.jp",
        )
