"""Files and standard input to documents: what is an archive gives its members, others themselves.

Content decides, never a name. Of an archive its members are kept, not the archive; where it ends
early or is a bomb, what came before stays, and the archive is refused beside it. An archive in an
archive is refused: whoever packed it can unpack it, and nobody else knows what is meant.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from articles.ingest.collect import tars, zips
from articles.ingest.collect.members import Member, Names
from articles.ingest.collect.streams import PACKED, PIECE, Begun, Stream, Unpacked, packing
from articles.ingest.records import Found, Place
from articles.ingest.refusals import Refusal, Refused

HEAD = tars.BLOCK
_BEGINNINGS = (zips.MAGIC, *PACKED)  # most files have none of them
# A zip's directory stands at its end: one from a pipe has to be put down first.
MOST_SPOOLED = 2 * 1024 * 1024 * 1024
# The shortest notes are longer on the average than the header that a tar has for each.
MANY_MEMBERS, LEAST_MEMBER = 10_000, 64
# Documents of office programs are zips by their make; these stand first in them.
_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetypeapplication/", b"META-INF/")
_OF_NAME = 30  # where a zip has the name of its first member


def kind_of(head: bytes) -> str:
    """Return what a file that begins so is: zip, tar, packed, or "" for a document."""
    if not head.startswith(_BEGINNINGS):
        return "tar" if tars.is_tar(head) else ""
    if zips.is_zip(head):
        return "" if head.startswith(_OFFICE, _OF_NAME) else "zip"
    return "packed" if packing(head) else ""


def documents(
    place: Place,
    file: BinaryIO,
    kind: str,
    most: int,
    has_changed: Callable[[], bool] = bool,
) -> Iterator[Found]:
    """Yield the documents in a file of a kind that is no document, from its beginning.

    At most `most` bytes of any member are held. What is wrong with the archive itself is told
    last, at its own place.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if kind == "zip":
        found = _placed(place, zips.members(file, size, most))
    else:
        found = _streamed(place, file, most)
    yield from _told(place, found, size, has_changed)


def from_stream(place: Place, stream: Stream, most: int) -> Iterator[Found]:
    """Yield the documents that come in a stream, read to its end where it is an archive."""
    begun = Begun(stream, HEAD)
    kind = kind_of(begun.head)
    if kind == "zip":
        yield from _told(place, _spooled(place, begun, most))
    elif kind:
        yield from _told(place, _to_its_end(begun, _streamed(place, begun, most)))
    else:
        yield document(place, begun.read(most + 1), most)


def _to_its_end(stream: Stream, found: Iterator[Found]) -> Iterator[Found]:
    """Yield what is found and read the rest: whoever writes into a pipe fails where nobody does."""
    yield from found
    _read_out(stream)


def document(place: Place, data: bytes, most: int, size: int = 0) -> Found:
    """Return a document of these bytes, or of `size` where there are more than `most`."""
    size = max(size, len(data))
    if size > most:
        return Found(place, None, size, "", Refused(Refusal.TOO_LARGE))
    return Found(place, data, size, hashlib.sha256(data).hexdigest())


def _told(
    place: Place, inside: Iterator[Found], size: int = 0, has_changed: Callable[[], bool] = bool
) -> Iterator[Found]:
    """Yield what is inside, and last what stands at the archive's own place.

    That is why it ended, the one document that was packed, or that it was read whole.
    """
    whole = Found(place, None, size, "")
    try:
        for found in inside:
            if found.place == place:
                whole = found
            else:
                yield found
    except Refused as why:
        # Anew, for what was raised holds on to the bytes it was raised over.
        whole = Found(place, None, size, "", Refused(why.reason, detail=why.detail))
    except OSError as why:
        refused = Refused(Refusal.UNREADABLE_FILE, detail=why.strerror or "")
        whole = Found(place, None, size, "", refused)
    if has_changed():
        whole = Found(place, None, size, "", Refused(Refusal.CHANGED_WHILE_READ))
    yield whole


def _streamed(place: Place, stream: Stream, most: int) -> Iterator[Found]:
    begun = Begun(stream, HEAD)
    make = packing(begun.head)
    if make is None:
        yield from _placed(place, tars.members(begun, most))
    else:
        unpacked = Unpacked(begun, make)
        yield from _unpacked(place, unpacked, most)
        _read_out(unpacked)  # the sum of a compressed stream stands at its end


def _unpacked(place: Place, unpacked: Unpacked, most: int) -> Iterator[Found]:
    """Yield the members of a packed archive, or the one document that was packed."""
    begun = Begun(unpacked, HEAD)
    kind = kind_of(begun.head)
    if kind == "tar":
        yield from _placed(place, tars.members(begun, most))
    elif kind:
        raise Refused(Refusal.NESTED_ARCHIVE)
    else:
        data = begun.read(most + 1)
        _read_out(unpacked)
        yield document(place, data, most, unpacked.given)


def _spooled(place: Place, stream: Stream, most: int) -> Iterator[Found]:
    with tempfile.TemporaryFile() as file:
        while data := stream.read(PIECE):
            if file.tell() > MOST_SPOOLED:
                raise Refused(Refusal.TOO_LARGE, detail="a zip from standard input")
            file.write(data)
        yield from _placed(place, zips.members(file, file.tell(), most))


def _placed(place: Place, members: Iterable[Member]) -> Iterator[Found]:
    """Yield members as documents, each at a place of its own."""
    names = Names()
    size = 0
    for count, member in enumerate(members, 1):
        size += member.size
        if count > MANY_MEMBERS and size < LEAST_MEMBER * count:
            raise Refused(Refusal.ARCHIVE_BOMB, detail=f"{count} members with nothing in them")
        yield _found(Place(place.root, place.path, names.unique(member.name)), member)


def _found(place: Place, member: Member) -> Found:
    data, refused = member.data, member.refused
    if data is None:
        return Found(place, None, member.size, "", refused)
    if kind_of(data[:HEAD]):
        refused = Refused(Refusal.NESTED_ARCHIVE)
    return Found(place, data, len(data), hashlib.sha256(data).hexdigest(), refused)


def _read_out(stream: Stream) -> None:
    while stream.read(PIECE):
        pass
