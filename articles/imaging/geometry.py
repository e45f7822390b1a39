"""Sizes and boxes: what a rendition shows of a picture, in whole pixels, without any picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels, both at least one."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise ValueError(f"A picture of {self.width} x {self.height} has no pixels.")

    def as_tuple(self) -> tuple[int, int]:
        return self.width, self.height

    def turned(self) -> Size:
        """Return the size after a quarter turn."""
        return Size(self.height, self.width)


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a picture: 0, 0 is its upper left corner and 1, 1 its lower right one."""

    x: float
    y: float

    def __post_init__(self) -> None:
        if not (0 <= self.x <= 1 and 0 <= self.y <= 1):
            raise ValueError(f"{self.x}, {self.y} lies outside the picture.")


CENTRE = Point(0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture; right and bottom are the first pixels outside it, as PIL has them."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> Size:
        return Size(self.right - self.left, self.bottom - self.top)

    def as_tuple(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom


def fit_within(size: Size, limit: Size) -> Size:
    """Return the largest size of the same shape within `limit`; never larger than `size`.

    >>> fit_within(Size(4000, 3000), Size(1200, 800))
    Size(width=1067, height=800)
    """
    scale = min(1.0, limit.width / size.width, limit.height / size.height)
    return Size(max(1, round(size.width * scale)), max(1, round(size.height * scale)))


def crop_to(size: Size, shape: Size, focal: Point = CENTRE) -> Box:
    """Return the largest part of `size` that has the shape of `shape`, around `focal`.

    The focal point stands in the middle where there is room, and always inside the part.

    >>> crop_to(Size(400, 100), Size(1, 1), Point(1, 0.5))
    Box(left=300, top=0, right=400, bottom=100)
    """
    width = min(size.width, max(1, round(size.height * shape.width / shape.height)))
    height = min(size.height, max(1, round(size.width * shape.height / shape.width)))
    left = _start(size.width, width, focal.x)
    top = _start(size.height, height, focal.y)
    return Box(left, top, left + width, top + height)


def _start(whole: int, part: int, focal: float) -> int:
    return min(max(round(whole * focal - part / 2), 0), whole - part)
