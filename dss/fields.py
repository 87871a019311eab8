"""Form fields whose text is cleaned by `dss.text`."""

from __future__ import annotations

from typing import Any

from django import forms

from dss.text import clean_line, clean_text


class LineField(forms.CharField):
    """One line: no line ends, controls or direction overrides; `max_length` counts what is left."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = max_length
        self.widget.attrs.setdefault("maxlength", max_length)

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "", self.longest)


class TextField(forms.CharField):
    """Several lines; the browser counts a line end as two, so the length is checked here alone."""

    def __init__(self, *, max_length: int, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "", self.longest)
