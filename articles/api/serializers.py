"""Rows to fields: a short form in lists and mentions, a long one for the thing itself.

Names are those of the newsroom; `help_text` gives the schema.org or IPTC ninjs term beside it.
"""

from __future__ import annotations

from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.api.fields import AddressField, LinkField, PageField, PublicIdField
from articles.cards.around import Relation
from articles.cards.pictures import picture_url, renditions, shown_from_here
from articles.choices import ImageRole, Precision
from articles.models import (
    Article,
    ArticleImage,
    Category,
    Credit,
    Image,
    Origin,
    Revision,
    Source,
)


class RenditionSerializer(serializers.Serializer):
    """A picture derived in a named size."""

    url = serializers.URLField(read_only=True)
    width = serializers.IntegerField(read_only=True)
    height = serializers.IntegerField(read_only=True)


class PictureFields(serializers.Serializer):
    """What every mention of a picture says about its file."""

    url = serializers.SerializerMethodField(
        help_text="The picture, or where it came from if it is not kept here."
    )
    renditions = serializers.SerializerMethodField(
        help_text="The picture in named sizes, by name (ninjs: renditions)."
    )

    def picture(self, row: Any) -> Image:
        return cast("Image", row)

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_url(self, row: Any) -> str | None:
        path = picture_url(self.picture(row))
        return path and self._absolute(path)

    @extend_schema_field(serializers.DictField(child=RenditionSerializer()))
    def get_renditions(self, row: Any) -> dict[str, dict[str, str | int]]:
        return {
            made.spec: {
                "url": self._absolute(made.path),
                "width": made.size.width,
                "height": made.size.height,
            }
            for made in renditions(self.picture(row))
        }

    def _absolute(self, path: str) -> str:
        address: str = self.context["request"].build_absolute_uri(path)
        return address


class SourceMention(serializers.ModelSerializer):
    """A source by name."""

    id = PublicIdField()

    class Meta:
        model = Source
        fields = ["id", "name"]
        read_only_fields = fields


class SourceSerializer(serializers.ModelSerializer):
    """An outlet or site that articles come from."""

    id = PublicIdField()
    uri = AddressField("api:source-detail")
    homepage = LinkField()

    class Meta:
        model = Source
        fields = ["id", "uri", "name", "kind", "homepage", "rights"]
        read_only_fields = fields


class CategoryMention(serializers.ModelSerializer):
    """A category by name."""

    id = PublicIdField()

    class Meta:
        model = Category
        fields = ["id", "name"]
        read_only_fields = fields


class CategorySerializer(serializers.ModelSerializer):
    """A branch of the tree of subjects."""

    id = PublicIdField()
    uri = AddressField("api:category-detail")
    slug = serializers.CharField(read_only=True)
    parent = CategoryMention(read_only=True, allow_null=True)

    class Meta:
        model = Category
        fields = ["id", "uri", "name", "slug", "description", "parent"]
        read_only_fields = fields


class ImageSerializer(PictureFields, serializers.ModelSerializer):
    """A picture that at least one article uses."""

    id = PublicIdField()
    uri = AddressField("api:image-detail")
    canonical_url = LinkField(source="url")

    class Meta:
        model = Image
        fields = [
            "id", "uri", "url", "canonical_url", "alt", "credit", "width", "height", "renditions",
        ]  # fmt: skip
        read_only_fields = fields


class LeadImageSerializer(PictureFields, serializers.ModelSerializer):
    """A picture as an article uses it: what the article says of it, else what the picture says."""

    id = PublicIdField(source="image.public_id")
    alt = serializers.SerializerMethodField()
    credit = serializers.SerializerMethodField()
    width = serializers.IntegerField(source="image.width", read_only=True, allow_null=True)
    height = serializers.IntegerField(source="image.height", read_only=True, allow_null=True)

    class Meta:
        model = ArticleImage
        fields = ["id", "url", "alt", "caption", "credit", "width", "height", "renditions"]
        read_only_fields = fields

    def picture(self, row: ArticleImage) -> Image:
        return row.image

    def get_alt(self, row: ArticleImage) -> str:
        return row.alt or row.image.alt

    def get_credit(self, row: ArticleImage) -> str:
        return row.credit or row.image.credit


class ArticleImageSerializer(LeadImageSerializer):
    """A picture of an article and its part in it."""

    role = serializers.ChoiceField(choices=ImageRole.choices, read_only=True)
    canonical_url = LinkField(
        source="image.url",
        help_text="Where the picture came from, if that is known, also if it is kept here.",
    )

    class Meta(LeadImageSerializer.Meta):
        fields = ["role", *LeadImageSerializer.Meta.fields, "canonical_url"]
        read_only_fields = fields


class CreditSerializer(serializers.ModelSerializer):
    """A name in the credits, with the role and the label it was printed under."""

    class Meta:
        model = Credit
        fields = ["role", "label", "name"]
        read_only_fields = fields


class CorrectionSerializer(serializers.ModelSerializer):
    """A word to readers about something that was corrected."""

    at = serializers.DateTimeField(source="visible_from", read_only=True)
    text = serializers.CharField(source="correction", read_only=True)

    class Meta:
        model = Revision
        fields = ["at", "text"]
        read_only_fields = fields


class RelatedSerializer(serializers.ModelSerializer):
    """Another article, of the same family or with the same passage."""

    id = PublicIdField(source="article.public_id")
    uri = AddressField("api:article-detail")
    url = PageField(source="article", help_text="The page for readers.")
    title = serializers.CharField(source="article.title", read_only=True)
    relation = serializers.ChoiceField(choices=[*Relation], read_only=True)

    class Meta:
        model = Article
        fields = ["id", "uri", "url", "title", "relation"]
        read_only_fields = fields


class OriginSerializer(serializers.ModelSerializer):
    """Where a text was found."""

    source = SourceMention(  # type: ignore[assignment]
        source="document.source", read_only=True, allow_null=True
    )
    canonical_url = LinkField(help_text="The address that the document gave.")
    found_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Origin
        fields = ["source", "canonical_url", "found_at"]
        read_only_fields = fields


class ArticleRowSerializer(serializers.ModelSerializer):
    """A row of a list: no text."""

    id = PublicIdField()
    uri = AddressField("api:article-detail")
    url = PageField(help_text="The page for readers (schema.org: url).")
    source = SourceMention(read_only=True, allow_null=True)  # type: ignore[assignment]
    categories = CategoryMention(many=True, read_only=True)
    lead_image = LeadImageSerializer(read_only=True, allow_null=True)
    originally_published_precision = serializers.SerializerMethodField(
        help_text="How much of `originally_published_at` the source printed; the rest is zero."
    )

    class Meta:
        model = Article
        fields = [
            "id",
            "uri",
            "url",
            "title",
            "subtitle",
            "summary",
            "language",
            "source",
            "categories",
            "lead_image",
            "originally_published_at",
            "originally_published_precision",
            "published_at",
            "updated_at",
            "truncated",
        ]
        read_only_fields = fields
        extra_kwargs = {
            "title": {"help_text": "schema.org: headline; ninjs: headline."},
            "subtitle": {"help_text": "schema.org: alternativeHeadline."},
            "summary": {"help_text": "schema.org: abstract; ninjs: description_summary."},
            "language": {"help_text": "A BCP 47 tag, or blank (schema.org: inLanguage)."},
            "originally_published_at": {
                "help_text": "When the source published it, with the newsroom's own offset."
            },
            "published_at": {
                "help_text": "When it was published here (schema.org: datePublished).",
                "allow_null": False,
            },
            "updated_at": {"help_text": "When it last changed (schema.org: dateModified)."},
            "truncated": {"help_text": "Whether the text broke off where it was found."},
        }

    @extend_schema_field({"type": "string", "enum": [*Precision.values, None], "nullable": True})
    def get_originally_published_precision(self, article: Article) -> str | None:
        return article.original_precision or None


class ArticleSerializer(ArticleRowSerializer):
    """A whole article."""

    body_html = serializers.SerializerMethodField(
        help_text="The text as HTML that is safe to show (ninjs: body_xhtml). Pictures that are"
        " kept here are shown from here (`images`: renditions.inline), others by `canonical_url`."
    )
    body_text = serializers.CharField(
        read_only=True, help_text="The text without markup (schema.org: articleBody)."
    )
    canonical_url = LinkField(help_text="Where the article was first, if that is known.")
    keywords = serializers.ListField(child=serializers.CharField(), read_only=True)
    credits = CreditSerializer(many=True, read_only=True)
    images = ArticleImageSerializer(source="article_images", many=True, read_only=True)
    corrections = CorrectionSerializer(
        many=True, read_only=True, help_text="Oldest first (schema.org: correction)."
    )
    related = RelatedSerializer(
        many=True, read_only=True, help_text="Only with `include`; the newest, family first."
    )
    origins = OriginSerializer(many=True, read_only=True, help_text="Only with `include`.")

    class Meta(ArticleRowSerializer.Meta):
        fields = [
            *ArticleRowSerializer.Meta.fields,
            "original_title",
            "publisher",
            "canonical_url",
            "keywords",
            "credits",
            "images",
            "corrections",
            "body_html",
            "body_text",
            "related",
            "origins",
        ]
        read_only_fields = fields

    def get_body_html(self, article: Article) -> str:
        site = self.context["request"].build_absolute_uri("/")[:-1]
        return shown_from_here(article.body, article.article_images.all(), site)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Leave out what cards do not hold, but where the shape is described."""
        fields = super().get_fields()
        if not getattr(self.context.get("view"), "swagger_fake_view", False):
            del fields["related"], fields["origins"]
        return fields


class IndexSerializer(serializers.Serializer):
    """Where everything is."""

    articles = serializers.URLField(read_only=True)
    sources = serializers.URLField(read_only=True)
    categories = serializers.URLField(read_only=True)
    images = serializers.URLField(read_only=True)
    search = serializers.URLField(read_only=True)
    changes = serializers.URLField(read_only=True)
    schema = serializers.URLField(read_only=True)
    docs = serializers.URLField(read_only=True)
