from articles.models.api_key import ApiKey, KeyUse, Use
from articles.models.article import Article, ArticleQuerySet, Family, ImportedValues
from articles.models.card import NEVER, Card, Change, Counter, Listed
from articles.models.category import Category
from articles.models.conflict import Conflict
from articles.models.credit import Credit
from articles.models.document import Blob, Document, Origin
from articles.models.image import ArticleImage, Image
from articles.models.learned_line import LearnedLine
from articles.models.passage import Copy, Passage
from articles.models.rendition import Rendition
from articles.models.revision import Review, Revision
from articles.models.run import ImportRun, RunDocument
from articles.models.sample import Sample, ShingleFilter
from articles.models.search_row import SearchRow, SearchWord
from articles.models.source import Source, SourceLabel
from articles.models.watch import SourceWatch
from articles.models.webhook import Delivery, Webhook

__all__ = [
    "NEVER",
    "ApiKey",
    "Article",
    "ArticleImage",
    "ArticleQuerySet",
    "Blob",
    "Card",
    "Category",
    "Change",
    "Conflict",
    "Copy",
    "Counter",
    "Credit",
    "Delivery",
    "Document",
    "Family",
    "Image",
    "ImportRun",
    "ImportedValues",
    "KeyUse",
    "LearnedLine",
    "Listed",
    "Origin",
    "Passage",
    "Rendition",
    "Review",
    "Revision",
    "RunDocument",
    "Sample",
    "SearchRow",
    "SearchWord",
    "ShingleFilter",
    "Source",
    "SourceLabel",
    "SourceWatch",
    "Use",
    "Webhook",
]
