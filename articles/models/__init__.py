from articles.models.article import Article, ArticleQuerySet, Family, ImportedValues
from articles.models.category import Category
from articles.models.credit import Credit
from articles.models.document import Blob, Document, Origin
from articles.models.image import ArticleImage, Image
from articles.models.rendition import Rendition
from articles.models.revision import Review, Revision
from articles.models.run import ImportRun, RunDocument
from articles.models.search_row import SearchRow
from articles.models.source import Source, SourceLabel

__all__ = [
    "Article",
    "ArticleImage",
    "ArticleQuerySet",
    "Blob",
    "Category",
    "Credit",
    "Document",
    "Family",
    "Image",
    "ImportRun",
    "ImportedValues",
    "Origin",
    "Rendition",
    "Review",
    "Revision",
    "RunDocument",
    "SearchRow",
    "Source",
    "SourceLabel",
]
