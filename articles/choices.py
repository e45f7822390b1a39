"""The closed sets of values that columns hold; one word, one meaning, everywhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an article stands on its way to readers; only `workflow` changes it."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ChangeKind(models.TextChoices):
    """What readers can notice of an article."""

    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    DELETED = "deleted", _("Deleted")


class WebhookState(models.TextChoices):
    """How it stands with an address that is told of changes."""

    ACTIVE = "active", _("Active")
    FAILING = "failing", _("Failing")
    GAVE_UP = "gave_up", _("Switched off after failing")
    PAUSED = "paused", _("Not active")


class DeliveryFailure(models.TextChoices):
    """Why a change did not reach an address; the reasons of `articles.outbound`, and answers."""

    URL = "url", _("not an address that is asked")
    FORBIDDEN = "forbidden", _("not a public address")
    UNRESOLVED = "unresolved", _("the host has no address")
    UNREACHED = "unreached", _("no connection")
    TLS = "tls", _("no trusted encryption")
    TIMEOUT = "timeout", _("no answer in time")
    TOO_LARGE = "too_large", _("the answer has no end")
    NOT_HTTP = "not_http", _("an answer that is no HTTP")
    REDIRECT = "redirect", _("redirects are not followed")
    STATUS = "status", _("the answer is no success")
    GONE = "gone", _("the address asks for nothing more")
    UNFORESEEN = "unforeseen", _("an error that nobody foresaw; the log has it")


class KeyScope(models.TextChoices):
    """What an API key opens; every key may read what everybody may."""

    READ = "read", _("Read")
    EMBARGOED = "embargoed", _("See what is embargoed")


class Precision(models.TextChoices):
    """How much of an original date the source printed."""

    TIME = "time", _("Time")
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class SourceKind(models.TextChoices):
    OWN = "own", _("Own")
    OUTLET = "outlet", _("Outlet")
    AGENCY = "agency", _("Agency")
    AGGREGATOR = "aggregator", _("Aggregator")
    SITE = "site", _("Site")


class ImageRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    INLINE = "inline", _("Inline")


class CreditRole(models.TextChoices):
    """What a credited person or organisation did; the printed label is kept beside it."""

    AUTHOR = "author", _("Author")
    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    COLUMN_EDITOR = "column_editor", _("Column editor")
    TEXT_EDITOR = "text_editor", _("Text editor")
    PICTURE_EDITOR = "picture_editor", _("Picture editor")
    PHOTOGRAPHER = "photographer", _("Photographer")
    PICTURE_SOURCE = "picture_source", _("Picture source")
    PROOFREADER = "proofreader", _("Proofreader")
    REVIEWER = "reviewer", _("Reviewer")
    SECOND_REVIEWER = "second_reviewer", _("Second reviewer")
    FINAL_REVIEWER = "final_reviewer", _("Final reviewer")
    TRANSLATOR = "translator", _("Translator")
    CORRESPONDENT = "correspondent", _("Correspondent")
    OTHER = "other", _("Other")


class RunStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    STOPPED = "stopped", _("Stopped")
    UNDONE = "undone", _("Undone")


class Resolution(models.TextChoices):
    """What became of a conflict between an editor's value and a source's."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")
    SUPERSEDED = "superseded", _("Superseded")


class LineStatus(models.TextChoices):
    """Whether a line that a source's documents repeat is left out of their articles."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Outcome(models.TextChoices):
    """What became of a document in a run; every document read has exactly one."""

    PLANNED = "planned", _("Planned")
    WITHOUT_ARTICLE = "without_article", _("Without article")
    UNCHANGED = "unchanged", _("Unchanged")
    QUARANTINED = "quarantined", _("Quarantined")
    REFUSED = "refused", _("Refused")


class Action(models.TextChoices):
    """What an import does with one article of a document."""

    CREATE = "create", _("Create")
    UPDATE = "update", _("Update")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Duplicate")
    CONFLICT = "conflict", _("Conflict")
    DELETED = "deleted", _("Deleted before")
