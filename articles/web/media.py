"""The files of pictures: by public id and named size, never by path."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from articles import freshness
from articles.imaging.render import BadPicture
from articles.imaging.specs import SPECS
from articles.models import Article, Image, Rendition
from articles.renditions import rendition_of

A_YEAR = 31_536_000
# A picture is no page: nothing in it may run or load, whatever a browser takes it for.
POLICY = "sandbox; default-src 'none'"


@require_safe
def rendition(request: HttpRequest, public_id: str, spec: str) -> HttpResponse:
    """A picture of a published article for anybody, any picture for editors; else nothing."""
    if spec not in SPECS:
        raise Http404
    image = Image.objects.used_by(Article.objects.published()).filter(public_id=public_id).first()
    if image is not None:
        kept = _kept(_file(image, spec), request.get_full_path() == image.rendition_url(spec))
        freshness.mark(kept, [f"image-{public_id}"])
        return kept
    response = _file(_seen_by_editor(request, public_id), spec)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _kept(response: HttpResponse, is_for_good: bool) -> HttpResponse:  # noqa: FBT001
    """Let an address that names the version be kept for good, any other as long as a page."""
    if is_for_good:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        rests = freshness.of_lists()
        freshness.keep(response, [rests.ends])
        freshness.mark(response, rests.keys)
    return response


def _seen_by_editor(request: HttpRequest, public_id: str) -> Image:
    # Who asks is looked at before what is asked for: the answers differ in nothing then.
    user: User | AnonymousUser = request.user
    if not (user.is_staff and user.has_perm("articles.view_image")):
        raise Http404
    return get_object_or_404(Image, public_id=public_id)


def _file(image: Image, spec: str) -> HttpResponse:
    try:
        data = _bytes_of(rendition_of(image, spec)) or _made_again(image, spec)
    except (ValueError, BadPicture, OSError) as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=SPECS[spec].format.mime)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _bytes_of(rendition: Rendition) -> bytes:
    """Return a derived picture whole, since none is large; b"" where its file is gone."""
    try:
        with rendition.file.open("rb") as file:
            data: bytes = file.read()
            return data
    except FileNotFoundError:
        return b""


def _made_again(image: Image, spec: str) -> bytes:
    image.renditions.filter(spec=spec).delete()
    return _bytes_of(rendition_of(image, spec))
