"""What becomes of a picture: its sizes, its colours, and nothing but its pixels."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from articles.imaging.geometry import Point, Size
from articles.imaging.headers import webp_size
from articles.imaging.render import BadPicture, Inspected, inspect, reencode, render
from articles.imaging.specs import SPECS, Format
from tests.pixels import BLUE, RED, opened, picture, saved

SECRET = b"<script>secret()</script>"


def pixel(image: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = image.getpixel(at)
    assert isinstance(found, tuple)
    return found


def is_near(pixel: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=False))


LAID = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def laid(image: Image.Image, orientation: int) -> Image.Image:
    """Lay a picture down as the camera of an `orientation` saw it."""
    return image.transpose(LAID[orientation]) if orientation in LAID else image


def turned(image: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image, "JPEG", exif=exif, quality=95)


@pytest.mark.parametrize("format", list(Format))
def test_a_picture_is_measured_by_its_header(format):
    data = saved(picture(), format)

    assert inspect(data) == Inspected(format, 400, 200)
    assert inspect(data).mime == format.mime


def test_measuring_reads_no_pixels():
    assert inspect(saved(picture(2_000, 1_000), "JPEG")[:2_000]).width == 2_000


@pytest.mark.parametrize("kind", [{"lossless": True}, {"lossless": False}, {"exif": b"Exif\0\0"}])
def test_a_webp_canvas_is_known_before_it_is_opened(kind):
    assert webp_size(saved(picture(), "WEBP", **kind)) == Size(400, 200)


def test_an_animation_of_some_frames_is_accepted_and_stands_still():
    steps = [picture(40, 20 + step) for step in range(3)]
    canvas = [step.resize((40, 20)) for step in steps]
    canvas[1].paste(RED, (0, 0, 40, 20))
    for format in ("GIF", "WEBP", "PNG"):
        data = saved(canvas[0], format, save_all=True, append_images=canvas[1:])
        assert inspect(data).height == 20
        assert getattr(opened(reencode(data)), "n_frames", 1) == 1


@pytest.mark.parametrize("format", list(Format))
def test_a_forged_picture_is_drawn_or_refused(format):
    chance = random.Random(7)  # noqa: S311
    whole = turned(picture(60, 40), 6) if format is Format.JPEG else saved(picture(60, 40), format)
    for _ in range(150):
        forged = bytearray(whole)
        for _ in range(4):
            forged[chance.randrange(len(forged))] = chance.randrange(256)
        with suppress(BadPicture):
            assert opened(reencode(bytes(forged))).size


@pytest.mark.parametrize("name", SPECS)
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_every_rendition_has_its_size_and_format(name, mode):
    spec = SPECS[name]
    drawn = opened(render(saved(picture(1_600, 1_300, mode), "PNG"), spec))

    assert drawn.size == spec.size(Size(1_600, 1_300)).as_tuple()
    assert drawn.format == spec.format


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
@pytest.mark.parametrize(("x", "colour"), [(0.0, RED), (1.0, BLUE)], ids=["left", "right"])
def test_a_crop_shows_its_focal_point(format, x, colour):
    drawn = opened(render(saved(picture(1_600, 400), format), SPECS["thumb"], Point(x, 0.5)))

    assert all(is_near(pixel(drawn, (at, 60)), colour) for at in (10, 80, 150))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_is_shown_upright(orientation):
    upright = picture(640, 480)
    ImageDraw.Draw(upright).rectangle((0, 0, 320, 240), (30, 220, 30))
    data = turned(laid(upright, orientation), orientation)

    assert (inspect(data).width, inspect(data).height) == (640, 480)
    for drawn in (opened(reencode(data)), opened(render(data, SPECS["thumb"]))):
        assert drawn.width > drawn.height
        width, height = drawn.size
        assert is_near(pixel(drawn, (width // 4, height // 4)), (30, 220, 30))
        assert is_near(pixel(drawn, (width // 4, height * 3 // 4)), RED)
        assert is_near(pixel(drawn, (width * 3 // 4, height // 4)), BLUE)


@pytest.mark.filterwarnings("ignore:.*EXIF data:UserWarning")
@pytest.mark.parametrize("exif", [b"Exif\0\0rubbish", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"])
def test_rubbish_for_exif_turns_nothing(exif):
    data = saved(picture(), "JPEG", exif=exif)

    assert inspect(data) == Inspected(Format.JPEG, 400, 200)


def jpeg_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    data = saved(picture(), "JPEG", comment=SECRET, exif=exif, icc_profile=SECRET, xmp=SECRET)
    return data + SECRET


def png_with_secrets() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET.decode())
    return saved(picture(), "PNG", pnginfo=texts, icc_profile=SECRET, exif=SECRET) + SECRET


def webp_with_secrets() -> bytes:
    return saved(picture(), "WEBP", exif=SECRET, xmp=SECRET, icc_profile=SECRET)


def gif_with_secrets() -> bytes:
    return saved(picture(mode="P"), "GIF", comment=SECRET) + SECRET


@pytest.mark.parametrize(
    "make", [jpeg_with_secrets, png_with_secrets, webp_with_secrets, gif_with_secrets]
)
def test_nothing_but_pixels_survives(make):
    data = make()

    assert SECRET in data
    for clean in (reencode(data), *(render(data, spec) for spec in SPECS.values())):
        assert b"secret" not in clean
        assert set(opened(clean).info) <= {
            *("jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"),
            *("progressive", "progression", "loop", "background", "timestamp", "duration"),
        }


@pytest.mark.parametrize(
    ("format", "clean"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("GIF", "PNG")],
)
def test_an_upload_keeps_its_format_and_size(format, clean):
    again = opened(reencode(saved(picture(), format)))

    assert (again.format, again.size) == (clean, (400, 200))
    assert is_near(pixel(again.convert("RGB"), (10, 10)), RED)


def see_through(format: str) -> bytes:
    drawn = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).rectangle((0, 200, 400, 400), BLUE)
    return saved(drawn, format)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF"])
def test_transparency_is_kept_and_is_white_where_a_format_has_none(format):
    kept = opened(render(see_through(format), SPECS["inline"])).convert("RGBA")
    flat = opened(render(see_through(format), SPECS["social"]))

    assert pixel(kept, (50, 50))[3] == 0
    assert is_near(pixel(flat, (50, 5)), (255, 255, 255))
    assert is_near(pixel(flat, (50, 205)), BLUE)


def test_print_colours_become_screen_colours():
    drawn = opened(render(saved(picture(mode="CMYK"), "JPEG"), SPECS["inline"]))

    assert drawn.mode == "RGB"
    assert is_near(pixel(drawn, (10, 10)), RED)


def test_sixteen_bits_become_eight():
    deep = Image.new("I;16", (50, 50), 128 * 256)
    drawn = opened(reencode(saved(deep, "PNG")))

    assert pixel(drawn, (25, 25)) == (128, 128, 128)


def test_a_jpeg_with_further_pictures_behind_it_is_a_jpeg():
    several = saved(picture(), "MPO", save_all=True, append_images=[picture(200, 100)])

    assert inspect(several) == Inspected(Format.JPEG, 400, 200)
    assert opened(reencode(several)).format == "JPEG"
