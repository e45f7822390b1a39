"""Form fields that give back exactly what they were given, unless somebody typed."""

from __future__ import annotations

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """Text of several lines; the browser's line ends are no change."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class NamesField(LinesField):
    """A list of names, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [
            name for line in (super().to_python(value) or "").split("\n") if (name := line.strip())
        ]

    def clean(self, value: Any) -> Any:
        names = self.to_python(value)
        for name in names:
            self.run_validators(name)
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)
