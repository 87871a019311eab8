"""YAML from strangers: every scalar stays text, and nothing can grow beyond the file that was read.

Aliases are refused (a few lines can stand for gigabytes), so are keys given twice (the reader would silently
take the last), tags that ask for more than text, deep nesting and large files.
"""

from __future__ import annotations

import errno
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LARGEST_FILE = 512 * 1024
DEEPEST = 30
_TAGS = {"!"} | {
    f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq", "null", "bool", "int", "float", "timestamp")
}
_REASONS = {
    errno.ENOENT: "ファイルがありません。",
    errno.EACCES: "読み取る権限がありません。",
    errno.ENAMETOOLONG: "名前が長すぎます。",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: `key` is dotted (`legal.license`), empty when the whole file is meant."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return _visible(": ".join(part for part in (self.file, self.key, self.message) if part))


class UnreadableYaml(ValueError):
    """The file is no YAML we read; `key` is where, as far as known."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class _Loader(yaml.BaseLoader):
    """All scalars as text: a version 0.10 must not become 0.1, nor NO (Norway) become false."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise UnreadableYaml(f"{_line(event.start_mark)}エイリアス（*{event.anchor}）は使えません。")
        self._refuse_tag(self.peek_event())  # type: ignore[no-untyped-call]
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableYaml(f"{DEEPEST}段より深い入れ子は読めません。")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse_tag(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _TAGS:
            raise UnreadableYaml(f"{_line(event.start_mark)}タグ（{tag[:60]}）は使えません。")

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise UnreadableYaml(f"{_line(key_node.start_mark)}項目名が文字ではありません。")
            if key_node.value in seen:
                raise UnreadableYaml(f"{_line(key_node.start_mark)}同じ項目が2回書かれています。", key_node.value)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


def load_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a file, every scalar as text; UnreadableYaml says why not."""
    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableYaml("文字コードがUTF-8ではありません。") from error
    except OSError as error:
        raise UnreadableYaml(unreadable(error)) from error
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 (a BaseLoader builds text, lists and dicts only)
    except UnreadableYaml:
        raise
    except yaml.YAMLError as error:
        raise UnreadableYaml(_syntax_message(error)) from error
    except (ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF", which names no character
        raise UnreadableYaml("存在しない文字の番号（\\Uなど）が書かれています。") from error
    if not isinstance(document, dict):
        raise UnreadableYaml("項目と値の対応（マッピング）になっていません。")
    return document


def unreadable(error: OSError) -> str:
    """Why a file could not be opened or read."""
    return f"読み込めません: {_REASONS.get(error.errno or 0, error.strerror)}"


def _content(path: Path) -> bytes:
    """At most what we read of a file; a device or a pipe would have no end."""
    if path.exists() and not path.is_file():
        raise UnreadableYaml("通常のファイルではありません。")
    with path.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnreadableYaml(f"ファイルが大きすぎます（上限{LARGEST_FILE // 1024}KB）。")
    return content


def _syntax_message(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError):
        where = _line(error.problem_mark) if error.problem_mark else ""
        return f"{where}YAMLの文法に誤りがあります（{error.problem or error.context}）。"
    return "YAMLとして読めない文字が含まれています。"


def _visible(text: str) -> str:
    """Signs that a terminal would obey (escape sequences, directions) as their numbers."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _line(mark: yaml.Mark) -> str:
    return f"{mark.line + 1}行目: "
