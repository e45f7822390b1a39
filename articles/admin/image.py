from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import columns, filters
from articles.admin.lists import LongList, counted
from articles.admin.uploads import PictureField, UploadsAdmin
from articles.cards.following import follow_pictures
from articles.models import ArticleImage, Image
from articles.renditions import keep_picture

MOST_USES = 50
PLACEHOLDER = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="80" role="img">'
    '<rect width="100%" height="100%" fill="#8884"/>'
    '<text x="12" y="36" font-family="sans-serif" font-size="14" fill="#888">{}</text>'
    '<text x="12" y="58" font-family="sans-serif" font-size="11" fill="#888">{}</text></svg>'
)


class ImageForm(forms.ModelForm):
    upload = PictureField(help_text=_("JPEG, PNG, WebP or GIF, up to 20 MB."))

    class Meta:
        model = Image
        fields = ["title", "alt", "credit", "focal_x", "focal_y"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        upload = values.get("upload")
        if upload is None and "upload" not in self.errors and not self.instance.pk:
            self.add_error("upload", _("Choose a file."))
        known = upload.known() if upload else None
        if known is not None and known.pk != self.instance.pk:
            words = _("This picture is kept already: %(image)s.")
            self.add_error("upload", forms.ValidationError(words, params={"image": known}))
        return values

    def save(self, commit: bool = True) -> Image:  # noqa: FBT001, FBT002  (Django's)
        if upload := self.cleaned_data.get("upload"):
            keep_picture(self.instance, upload.content)
        elif {"focal_x", "focal_y"} & {*self.changed_data} and self.instance.pk:
            self.instance.renditions.all().delete()
        image: Image = super().save(commit)
        return image


@admin.register(Image)
class ImageAdmin(LongList, UploadsAdmin):
    form = ImageForm
    fieldsets = [
        (None, {"fields": ["large", "upload", "title", "alt", "credit"]}),
        (_("Focal point"), {"fields": [("focal_x", "focal_y")]}),
        (_("Facts"), {"fields": ["address", "mime", "measure", "sha256", "used_in"]}),
    ]
    readonly_fields = ["large", "address", "mime", "measure", "sha256", "used_in"]
    list_display = ["thumb", "name", "measure", "kept", "uses", "created_at"]
    list_display_links = ["name"]
    list_filter = [filters.FileFilter]
    list_per_page = 50
    ordering = ["-pk"]
    sortable_by = []
    search_fields = ["title", "url", "alt", "credit"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        rows = super().get_queryset(request)
        if getattr(request.resolver_match, "url_name", "") != "articles_image_changelist":
            return rows
        uses = ArticleImage.objects.filter(image=OuterRef("pk"))
        return rows.annotate(use_count=counted(uses, "image"))

    def get_fieldsets(self, request: HttpRequest, obj: Image | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ["upload", "title", "alt", "credit"]})]
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        fields = ["large", "title", "alt", "credit"]
        return [(None, {"fields": fields}), *self.fieldsets[1:]]

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:  # noqa: FBT001
        super().save_model(request, obj, form, change)
        follow_pictures([obj.pk])

    @admin.display(description=_("picture"))
    def thumb(self, image: Image) -> SafeString:
        return columns.thumbnail(image)

    @admin.display(description=_("picture"))
    def large(self, image: Image) -> SafeString:
        return columns.thumbnail(image, "inline")

    @admin.display(description=_("name"))
    def name(self, image: Image) -> str:
        return str(image)

    @admin.display(description=_("size"))
    def measure(self, image: Image) -> str:
        return f"{image.width} × {image.height}" if image.width else columns.EMPTY

    @admin.display(description=_("file"), boolean=True)
    def kept(self, image: Image) -> bool:
        return bool(image.file)

    @admin.display(description=_("uses"))
    def uses(self, image: Image) -> int:
        return int(image.use_count)  # type: ignore[attr-defined]

    @admin.display(description=_("canonical URL"))
    def address(self, image: Image) -> str:
        return image.url or columns.EMPTY

    @admin.display(description=_("used in"))
    def used_in(self, image: Image) -> SafeString | str:
        uses = image.article_images.select_related("article").defer(
            "article__body", "article__body_text"
        )
        rows = [
            (columns.to_change(use.article), use.get_role_display()) for use in uses[:MOST_USES]
        ]
        items = format_html_join("", "<li>{} ({})</li>", rows)
        return format_html("<ul>{}</ul>", items) if rows else columns.EMPTY

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.remote_view)
        return [path("remote/", view, name="articles_image_remote"), *super().get_urls()]

    def remote_view(self, request: HttpRequest) -> HttpResponse:
        """Show a picture that a text names by its address: the file kept here, or a stand-in.

        Nothing is asked of the address itself.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        url = request.GET.get("url", "")[:2000].replace("\0", "")
        image = Image.objects.filter(url=url).exclude(file="").first()
        if image is not None:
            return HttpResponseRedirect(image.rendition_url("inline"))
        host = urlsplit_host(url)
        svg = format_html(PLACEHOLDER, gettext("Picture at %(host)s") % {"host": host}, url[-48:])
        response = HttpResponse(svg, content_type="image/svg+xml")
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response


def urlsplit_host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "?"
    except ValueError:
        return "?"
