"""A picture that somebody uploads, on an image's own page or inside an article."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.imaging.render import MOST_BYTES, BadPicture, reencode
from articles.models import Image
from articles.renditions import keep_picture, keeping

ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"
REASONS = {
    "empty": _("This file is empty."),
    "too_many_bytes": _("This file is larger than 20 MB."),
    "unknown_format": _("This file is no JPEG, PNG, WebP or GIF picture."),
    "too_many_pixels": _("This picture has more than 40 million pixels."),
    "too_many_frames": _("This animation has too many frames."),
    "broken": _("This picture is damaged and cannot be opened."),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture as it was sent, and the SHA-256 of what will be kept of it."""

    content: bytes
    sha256: str

    def known(self) -> Image | None:
        """Return the image that holds this picture already."""
        return Image.objects.filter(sha256=self.sha256).first()


class PictureField(forms.FileField):
    """A picture as it was sent; only its bytes are looked at, never its name or type."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(label=_("Upload"), required=False, widget=widget, **options)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(REASONS["too_many_bytes"], code="too_many_bytes")
        content = file.read()
        try:
            kept = reencode(content)
        except BadPicture as error:
            words = REASONS.get(error.reason, REASONS["broken"])
            raise forms.ValidationError(words, code=error.reason) from error
        return Upload(content, hashlib.sha256(kept).hexdigest())

    def clean(self, data: Any, initial: Any = None) -> Any:
        return self.to_python(data) if data else None


class UploadsAdmin(admin.ModelAdmin):
    """A form that takes pictures: their files stay where its rows do."""

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        # Whoever only looks at a form waits for nobody who writes.
        with keeping() if request.method == "POST" else nullcontext():
            return super().changeform_view(request, *args, **options)


def picture_of(upload: Upload) -> Image:
    """Return the saved image that holds this picture, an earlier one where there is one."""
    image = upload.known()
    if image is None:
        image = Image()
        keep_picture(image, upload.content)
        image.save()
    return image
