"""The tokens: contrast of every pair a component uses, and no colour outside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")

TEXT_PAIRS = [
    ("text", "page"),
    ("text", "sunken"),
    ("text", "muted"),
    ("text", "action-soft"),
    ("text", "mark"),
    ("text", "tile-1"),
    ("text", "tile-2"),
    ("text", "tile-3"),
    ("on-action", "tile-4"),
    ("text", "info-soft"),
    ("text", "success-soft"),
    ("text", "warning-soft"),
    ("text", "error-soft"),
    ("text-soft", "page"),
    ("text-soft", "sunken"),
    ("text-soft", "muted"),
    ("text-soft", "action-soft"),
    ("text-soft", "line"),
    ("text-faint", "surface"),
    ("link", "page"),
    ("link", "sunken"),
    ("link", "muted"),
    ("link", "info-soft"),
    ("link", "warning-soft"),
    ("link", "success-soft"),
    ("link-visited", "page"),
    ("link-visited", "sunken"),
    ("link-visited", "info-soft"),
    ("link-visited", "warning-soft"),
    ("link-hover", "page"),
    ("action", "surface"),
    ("action", "action-soft"),
    ("action", "action-soft-hover"),
    ("action-hover", "action-soft-hover"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-action", "action-pressed"),
    ("on-action", "error"),
    ("on-action", "error-hover"),
    ("on-brand", "brand"),
    ("brand", "surface"),
    ("success", "success-soft"),
    ("warning", "warning-soft"),
    ("error", "surface"),
    ("error", "error-soft"),
    ("special", "special-soft"),
]
SIGN_PAIRS = [
    ("field-line", "surface"),
    ("error-line", "surface"),
    ("error-line", "error-soft"),
    ("focus", "page"),
    ("focus", "focus-halo"),
    ("action", "page"),
]


def declared() -> dict[str, str]:
    """Every custom property of the tokens, with references followed to the raw value."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    values = dict(re.findall(r"--([\w-]+):\s*([^;]+);", text.split("@media")[0]))

    def followed(value: str) -> str:
        match = re.fullmatch(r"var\(--([\w-]+)\)", value)
        return followed(values[match[1]]) if match else value

    return {name: followed(value) for name, value in values.items()}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of #rrggbb."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_contrast(front: str, back: str) -> None:
    tokens = declared()
    assert contrast(tokens[f"color-{front}"], tokens[f"color-{back}"]) >= 4.5


@pytest.mark.parametrize(("front", "back"), SIGN_PAIRS)
def test_sign_contrast(front: str, back: str) -> None:
    tokens = declared()
    assert contrast(tokens[f"color-{front}"], tokens[f"color-{back}"]) >= 3


def test_no_raw_colour_outside_tokens() -> None:
    sheets = [path for path in CSS.rglob("*.css") if path.name != "tokens.css"]
    assert sheets
    assert [path.name for path in sheets if HEX.search(path.read_text(encoding="utf-8"))] == []


def test_components_use_meanings_only() -> None:
    raw = {name for name in declared() if re.fullmatch(r"(blue|gray|green|yellow|red|purple)-\d+|black", name)}
    assert raw
    for path in CSS.rglob("*.css"):
        if path.name != "tokens.css":
            assert raw.isdisjoint(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8"))), path.name


def test_every_used_token_is_declared() -> None:
    known = set(declared())
    for path in CSS.rglob("*.css"):
        assert set(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8"))) <= known, path.name


def test_every_component_file_is_imported() -> None:
    text = (CSS / "app.css").read_text(encoding="utf-8")
    assert text.count("@layer reset, tokens, base, layout, components, utilities;") == 1
    for path in CSS.rglob("*.css"):
        if path.name != "app.css":
            assert f'@import url("{path.relative_to(CSS).as_posix()}") layer(' in text, path.name


def test_templates_carry_no_style_and_no_inline_script() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=|<style|\son\w+\s*=\s*[\"']|<script(?![^>]*\ssrc=)", text), path.name
        assert "|safe" not in text, path.name


def test_no_two_components_lay_out_the_same_class():
    homes: dict[str, set[str]] = {}
    for file in (CSS / "components").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name in re.findall(r"(?:^|\})\s*\.([a-z][\w-]*)\s*\{", rules, re.MULTILINE):
            homes.setdefault(name, set()).add(file.name)
    assert len(homes) > 100
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
