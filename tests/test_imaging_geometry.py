from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.imaging.geometry import Box, Point, Size, crop_to, fit_within
from articles.imaging.specs import SPECS, Format

sizes = st.builds(Size, st.integers(1, 30_000), st.integers(1, 30_000))
points = st.builds(Point, st.floats(0, 1), st.floats(0, 1))


@pytest.mark.parametrize(("width", "height"), [(0, 1), (1, 0), (-1, 5)])
def test_a_size_has_pixels(width, height):
    with pytest.raises(ValueError, match="has no pixels"):
        Size(width, height)


@pytest.mark.parametrize(("x", "y"), [(-0.1, 0), (0, 1.1), (float("nan"), 0)])
def test_a_focal_point_lies_in_the_picture(x, y):
    with pytest.raises(ValueError, match="lies outside the picture"):
        Point(x, y)


def test_a_quarter_turn_swaps_the_sides():
    assert Size(3, 2).turned() == Size(2, 3)


@pytest.mark.parametrize(
    ("size", "limit", "fitted"),
    [
        pytest.param(Size(400, 300), Size(800, 800), Size(400, 300), id="small-stays"),
        pytest.param(Size(1600, 900), Size(800, 800), Size(800, 450), id="wide"),
        pytest.param(Size(900, 1600), Size(800, 800), Size(450, 800), id="tall"),
        pytest.param(Size(30_000, 1), Size(800, 800), Size(800, 1), id="a-line"),
    ],
)
def test_a_picture_is_fitted_within_a_limit(size, limit, fitted):
    assert fit_within(size, limit) == fitted


@pytest.mark.parametrize(
    ("focal", "box"),
    [
        pytest.param(Point(0.5, 0.5), Box(100, 0, 300, 200), id="centre"),
        pytest.param(Point(0, 0), Box(0, 0, 200, 200), id="left-edge"),
        pytest.param(Point(1, 1), Box(200, 0, 400, 200), id="right-edge"),
        pytest.param(Point(0.6, 0.2), Box(140, 0, 340, 200), id="right-of-centre"),
    ],
)
def test_a_crop_stands_around_its_focal_point(focal, box):
    assert crop_to(Size(400, 200), Size(10, 10), focal) == box


@given(sizes, sizes, points)
def test_every_crop_lies_in_the_picture_and_has_the_focal_point_in_it(size, shape, focal):
    box = crop_to(size, shape, focal)

    assert 0 <= box.left < box.right <= size.width
    assert 0 <= box.top < box.bottom <= size.height
    assert box.left <= size.width * focal.x <= box.right
    assert box.top <= size.height * focal.y <= box.bottom
    assert box.size.width == size.width or box.size.height == size.height


@given(sizes, sizes)
def test_nothing_is_blown_up_and_a_side_touches_the_limit(size, limit):
    fitted = fit_within(size, limit)

    assert fitted.width <= min(size.width, limit.width)
    assert fitted.height <= min(size.height, limit.height)
    assert fitted == size or fitted.width == limit.width or fitted.height == limit.height


@pytest.mark.parametrize(
    ("name", "size"),
    [
        pytest.param("thumb", Size(160, 120), id="thumb"),
        pytest.param("card", Size(480, 320), id="card"),
        pytest.param("lead", Size(1067, 800), id="lead"),
        pytest.param("inline", Size(800, 600), id="inline"),
        pytest.param("social", Size(1200, 630), id="social"),
    ],
)
def test_the_renditions_of_a_large_photograph(name, size):
    assert SPECS[name].name == name
    assert SPECS[name].size(Size(4_000, 3_000)) == size


def test_a_crop_of_a_small_picture_keeps_its_pixels():
    assert SPECS["social"].size(Size(100, 100)) == Size(100, 52)


@pytest.mark.parametrize(
    ("format", "mime", "extension"),
    [
        (Format.JPEG, "image/jpeg", "jpg"),
        (Format.PNG, "image/png", "png"),
        (Format.GIF, "image/gif", "gif"),
        (Format.WEBP, "image/webp", "webp"),
    ],
)
def test_a_format_knows_its_media_type(format, mime, extension):
    assert (format.mime, format.extension) == (mime, extension)
