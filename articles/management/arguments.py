"""What `import_articles` can be asked for."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.utils.translation import gettext as _

from articles.ingest import store
from articles.ingest.formats import READERS
from articles.ingest.pipeline import Options
from articles.ingest.store.values import source_fold
from articles.management.surroundings import USAGE
from articles.text.characters import clean_text


def add_arguments(parser: ArgumentParser) -> None:
    _add_what(parser)
    _add_how(parser)


def _add_what(parser: ArgumentParser) -> None:
    """Add what is read, and whether it is written."""
    add = parser.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help="A file, a folder, an archive, or - for standard input.",
    )
    add(
        "--from-vault",
        action="store_true",
        help="Read every stored document again, with today's rules, instead of PATHs.",
    )
    add("--dry-run", action="store_true", help="Say what would be done; write nothing.")
    add(
        "--diff",
        action="store_true",
        help="Print what would change, by field: how often, then examples; write nothing. "
        "With --report jsonl an object for each article.",
    )
    add(
        "--save",
        metavar="PLAN",
        help="With --dry-run: write the plan to this file, for --apply.",
    )
    add(
        "--apply",
        metavar="PLAN",
        help="Do exactly what a saved plan says, or nothing if a file, an article or the rules "
        "have changed since.",
    )


def _add_how(parser: ArgumentParser) -> None:
    """Add how that is done, and what is told of it."""
    add = parser.add_argument
    add(
        "--report",
        choices=["text", "jsonl"],
        default="text",
        help="What to print for each document: a readable line, or its plan as JSON; "
        "of one that is unchanged and was not read again, only what is stored.",
    )
    add(
        "--publish",
        action="store_true",
        help="Publish the articles that this run makes, if they have a title and their source has "
        "them as public; what was imported before keeps its status.",
    )
    add(
        "--source",
        metavar="NAME",
        help="The source of all documents, whatever they say; with --from-vault, "
        "only the documents of this source.",
    )
    add(
        "--format",
        choices=sorted(READERS),
        help="Read all documents as this format; with --from-vault, only those that were.",
    )
    add("--strict", action="store_true", help="Exit with 1 if any document was refused.")
    add(
        "--no-fuse",
        action="store_true",
        help="Hold nothing back where a source's documents suddenly read worse than before.",
    )
    add(
        "--learn",
        action="store_true",
        help="Afterwards, or without PATHs, print lines that return in a source's articles; "
        "an editor approves those that reading shall leave out. With --dry-run they are only "
        "printed.",
    )
    add("--workers", type=int, default=1, metavar="N", help="Read in N processes.")
    add(
        "--pictures",
        metavar="FOLDER",
        help="A folder with files for pictures of these documents' articles, each named like "
        "the end of its picture's address; a name that several share is passed over, and a file "
        "that is no picture is named.",
    )


def options_of(given: dict[str, Any]) -> Options:
    """Return what was asked for, or end the command where that makes no sense."""
    if given["workers"] < 1:
        raise CommandError(_("--workers must be 1 or more."), returncode=USAGE)
    if message := _nonsense(given):
        raise CommandError(message, returncode=USAGE)
    source = _source(given["source"])
    return Options(
        is_dry=given["dry_run"] or given["diff"],
        publish=given["publish"],
        source=source if given["paths"] else _stored(source),
        format=given["format"],
        from_vault=given["from_vault"],
        workers=given["workers"],
        is_fused=not given["no_fuse"],
        paths=tuple(given["paths"]),
    )


def _nonsense(given: dict[str, Any]) -> str:
    """Return why options do not go together, "" where they do."""
    if "" in (*given["paths"], given["save"], given["apply"], given["pictures"]):
        return _("A path is empty; is the name of a variable misspelled?")
    others = ("from_vault", "dry_run", "diff", "save", "publish", "source", "format", "no_fuse")
    if given["apply"] and (given["paths"] or any(given[name] for name in others)):
        return _("A plan says by itself what is imported and how; give --apply alone.")
    if given["from_vault"] and given["paths"]:
        return _("Give either paths or --from-vault.")
    if not any(given[name] for name in ("apply", "from_vault", "paths", "learn")):
        return _("Give paths, --from-vault, --apply or --learn.")
    if given["save"] and (given["diff"] or not given["dry_run"]):
        return _("--save goes with --dry-run, and not with --diff.")
    if given["diff"] and (given["publish"] or given["learn"]):
        return _("--diff writes nothing; give it without --publish and --learn.")
    return ""


def _stored(name: str | None) -> str | None:
    """Return what a source that is chosen among those stored is called there."""
    found = name and store.source_called(name)
    if name and not found:
        raise CommandError(_("No source is called “%(name)s”.") % {"name": name}, returncode=USAGE)
    return found


def _source(name: str | None) -> str | None:
    source = name and clean_text(name).text
    if source is not None and not source_fold(source):
        raise CommandError(_("--source must be a name."), returncode=USAGE)
    return source
