"""What a publiccode.yml says, in the words of the catalogue."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from catalog.models import NAME_LENGTH, TAGLINE_LENGTH
from catalog.publiccode.yaml_files import LARGEST_FILE, Problem, UnreadableYaml, load_yaml, unreadable
from catalog.specsheet import clean_answers, load_sheet
from dss.text import clean_line, clean_text

CATEGORIES_FILE = Path(__file__).parent.parent / "data" / "publiccode_categories.toml"
DESCRIPTION_LENGTH = 4000
MISSING = "必須の項目がありません。"
_VERSION = re.compile(r"0(\.[2-5](\.[0-9]+)?)?")
_SPDX = re.compile(r"\(*[A-Za-z0-9][A-Za-z0-9.+:-]*\)*( (AND|OR|WITH) \(*[A-Za-z0-9][A-Za-z0-9.+:-]*\)*)*")
_OLD_GNU = re.compile(r"((?:A|L)?GPL-[0-9.]+)(\+?)", re.IGNORECASE)
# Which key of the file an answer of the spec sheet came from, so that a refusal names it.
_KEYS = {
    "repository": "url",
    "landing_url": "landingURL",
    "software_version": "softwareVersion",
    "software_released_on": "releaseDate",
    "development_status": "developmentStatus",
    "maintenance": "maintenance.type",
    "license": "legal.license",
    "license_expression": "legal.license",
}


@dataclass(frozen=True, slots=True)
class PubliccodeEntry:
    """One listing to be; `repository` identifies it."""

    file: str
    repository: str
    name: str
    tagline: str
    description: str
    answers: dict[str, Any]


def read_publiccode(path: Path) -> tuple[list[PubliccodeEntry], list[Problem]]:
    """Every file of a directory (or the one file) as entries, and every problem found, file by file."""
    entries: list[PubliccodeEntry] = []
    problems: list[Problem] = []
    try:
        files = _files(path)
    except OSError as error:
        return [], [Problem(str(path), "", unreadable(error))]
    for file in files:
        name = file.name if file == path else str(file.relative_to(path))
        try:
            document = load_yaml(file)
        except UnreadableYaml as error:
            problems.append(Problem(name, error.key, str(error)))
            continue
        found, entry = _read(name, document)
        problems.extend(found)
        if entry is not None:
            twin = next((other for other in entries if other.repository == entry.repository), None)
            if twin is not None:
                problems.append(Problem(name, "url", f"{twin.file}と同じリポジトリです。"))
            entries.append(entry)
    if not entries and not problems:
        problems.append(Problem(str(path), "", "YAMLファイル（.yml、.yaml）が見つかりません。"))
    return entries, problems


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in (".yml", ".yaml") and file.is_file())


def _read(file: str, document: dict[str, Any]) -> tuple[list[Problem], PubliccodeEntry | None]:
    reader = _Reader(document)
    _refuse_other_formats(reader)
    if reader.refusals:
        return [Problem(file, key, message) for key, message in reader.refusals], None
    name = " ".join(reader.text("name").split())
    if len(name) > NAME_LENGTH:
        reader.refuse("name", f"{NAME_LENGTH}文字以内にしてください。")
    tagline, description = _texts(reader)
    cleaned = clean_answers({key: value for key, value in _answers(reader).items() if value})
    for key, message in cleaned.errors.items():
        reader.refuse(_KEYS.get(key, key), message)
    if reader.refusals:
        return [Problem(file, key, message) for key, message in reader.refusals], None
    repository = cleaned.answers["repository"]
    return [], PubliccodeEntry(file, repository, name, tagline or name, description, cleaned.answers)


def _refuse_other_formats(reader: _Reader) -> None:
    version = reader.text("publiccodeYmlVersion", required=False)
    if not version and not reader.refusals:
        reader.refuse("publiccodeYmlVersion", f"{MISSING}publiccode.ymlではないファイルかもしれません。")
    elif version and not _VERSION.fullmatch(version):
        reader.refuse("publiccodeYmlVersion", f"{version[:20]!r} には対応していません（0.2〜0.5に対応）。")


def _answers(reader: _Reader) -> dict[str, Any]:
    categories = reader.texts("categories")
    known = _work_codes()
    return {
        "work": [code for category in categories for code in known.get(category, [])],
        "delivery": ["on-premises", "oss"],
        "data_location": "customer",
        "pricing_model": ["free"],
        "repository": _repository(reader),
        "landing_url": reader.text("landingURL", required=False),
        "software_version": reader.text("softwareVersion", required=False),
        "software_released_on": reader.text("releaseDate", required=False),
        "development_status": reader.text("developmentStatus", required=False),
        "maintenance": reader.text("maintenance.type", required=False),
        **_license(reader),
    }


def _repository(reader: _Reader) -> str:
    url = reader.text("url")
    repository = url.rstrip("/").removesuffix(".git").rstrip("/")
    if url and not repository:
        reader.refuse("url", "リポジトリのURLではありません。")
    return repository


def _license(reader: _Reader) -> dict[str, str]:
    expression = reader.text("legal.license")
    if not expression:
        return {}
    if not _SPDX.fullmatch(expression) or expression.count("(") != expression.count(")"):
        reader.refuse("legal.license", f"{expression[:60]!r} はSPDXの識別子ではありません。")
        return {}
    old = _OLD_GNU.fullmatch(expression)
    identifier = f"{old[1]}-{'or-later' if old[2] else 'only'}" if old else expression
    for choice in load_sheet().question("license").choices:
        if choice.code.lower() == identifier.lower():  # SPDX identifiers are the same in any case
            return {"license": choice.code}
    return {"license": "other", "license_expression": expression}


def _texts(reader: _Reader) -> tuple[str, str]:
    """Tagline and description: Japanese if there is, else English, else the first language given."""
    descriptions = reader.mapping("description")
    language = next((code for code in ("ja", "ja-JP", "jp", "en", "en-US", "en-GB") if code in descriptions), None)
    language = language or next(iter(descriptions), None)
    if language is None:
        return "", ""
    short = reader.text(f"description.{language}.shortDescription", required=False)
    long = reader.text(f"description.{language}.longDescription", required=False)
    if not short and not long:
        reader.refuse(f"description.{language}", "shortDescriptionもlongDescriptionもありません。")
    features = "".join(f"\n- {feature}" for feature in reader.texts(f"description.{language}.features"))
    body = long or short
    body = f"{body}\n{features}" if features else body
    return _shortened(" ".join((short or long).split()), TAGLINE_LENGTH), _shortened(body, DESCRIPTION_LENGTH)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


@cache
def _work_codes() -> dict[str, list[str]]:
    with CATEGORIES_FILE.open("rb") as stream:
        codes: dict[str, list[str]] = tomllib.load(stream)["work"]
    return codes


class _Reader:
    """Values by dotted key, each of the type it must have; refusals are collected, so that all are told at once."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.refusals: list[tuple[str, str]] = []

    def refuse(self, key: str, message: str) -> None:
        if (key, message) not in self.refusals:
            self.refusals.append((key, message))

    def _value(self, key: str) -> Any:
        value: Any = self.document
        for step, part in enumerate(parts := key.split(".")):
            if not isinstance(value, dict):
                self.refuse(".".join(parts[:step]), "項目と値の対応（マッピング）になっていません。")
                return None
            value = value.get(part)
            if value is None or value == "":
                return None
        return value

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._value(key)
        if value is not None and not isinstance(value, str):
            self.refuse(key, "文字の値ではありません。")
            return ""
        try:
            text = clean_text(value or "", LARGEST_FILE)
        except ValidationError as error:
            self.refuse(key, error.messages[0])
            return ""
        if required and not text and not any(key.startswith(refused) for refused, _ in self.refusals):
            self.refuse(key, MISSING)
        return text

    def texts(self, key: str) -> list[str]:
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(key, "文字の一覧ではありません。")
            return []
        return [text for item in value if (text := self._item(key, item))]

    def _item(self, key: str, value: str) -> str:
        try:
            return clean_line(value, LARGEST_FILE)
        except ValidationError as error:
            self.refuse(key, error.messages[0])
            return ""

    def mapping(self, key: str) -> dict[str, Any]:
        value = self._value(key)
        if value is None or value == {}:
            self.refuse(key, MISSING)
            return {}
        if not isinstance(value, dict):
            self.refuse(key, "項目と値の対応（マッピング）になっていません。")
            return {}
        return value
