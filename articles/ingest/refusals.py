"""Why a document could not be read: a code for programs, with the line that shows it."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a document could not be read; the bytes are kept unless it says otherwise."""

    TOO_LARGE = "too_large"  # only name, size and this reason are kept
    UNREADABLE_FILE = "unreadable_file"  # the file system would not give the bytes
    NOT_A_FILE = "not_a_file"  # a socket, a device, a link out of the given roots
    EMPTY = "empty"
    BINARY = "binary"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNKNOWN_FORMAT = "unknown_format"
    BAD_HEADER = "bad_header"
    HEADER_TOO_LARGE = "header_too_large"
    UNSAFE_HEADER = "unsafe_header"  # aliases, tags, nesting: what plain headers never hold
    TOO_DEEP = "too_deep"
    TOO_MANY_BLOCKS = "too_many_blocks"  # more paragraphs than anybody writes
    UNDONE = "undone"  # of a run that was undone: some of its articles are to be made again
    QUARANTINED = "quarantined"  # read, and held back: its source suddenly reads worse than before
    UNSAFE_BODY = "unsafe_body"  # markup that could not be proved clean
    CHANGED_WHILE_READ = "changed_while_read"  # no bytes are kept: nobody ever wrote such a file
    BAD_ARCHIVE = "bad_archive"  # damaged, or it ends early; what came before is read
    ARCHIVE_BOMB = "archive_bomb"  # grows out of all proportion, or has members without end
    NESTED_ARCHIVE = "nested_archive"  # an archive in an archive
    ENCRYPTED = "encrypted"
    UNKNOWN_COMPRESSION = "unknown_compression"
    UNSAFE_XML = "unsafe_xml"  # declared entities: what no feed or export holds
    BAD_JSON = "bad_json"  # no JSON, or cut off
    BAD_XML = "bad_xml"  # no element of its format is left of it
    TOO_MANY_ENTRIES = "too_many_entries"
    MISSING_EXTRA = "missing_extra"  # what reads this is not installed


class Refused(Exception):
    """A document that cannot be read, with the line that shows why where there is one."""

    def __init__(self, reason: Refusal, *, line: int | None = None, detail: str = "") -> None:
        super().__init__(reason, line, detail)
        self.reason = reason
        self.line = line
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        """Let worker processes hand it on; keyword arguments are lost otherwise."""
        return _refused, (self.reason, self.line, self.detail)


def _refused(reason: Refusal, line: int | None, detail: str) -> Refused:
    return Refused(reason, line=line, detail=detail)
