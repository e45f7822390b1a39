"""Why markup is refused."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A word for programs; what people read is said where it is shown."""

    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_MANY_ATTRIBUTES = "too_many_attributes"
    UNPROVEN = "unproven"


class Unclean(ValueError):
    """Markup that no rule of ours can make into a body."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
