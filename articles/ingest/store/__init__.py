"""Stage 6, the only one that knows the database: match what was read, merge it, write it.

    known()       what reading may use                       two queries
    seen(batch)   documents whose bytes are stored already   one query
    plan(batch)   facts -> matching -> merging               a fixed number of queries
    apply(plans)  writes exactly what the plans say          in bulk, journal included

`facts` loads what the database holds about a batch, `matching` says which article each reading
is, `merging` keeps what editors changed, `writing` and `updating` make the rows, `runs` keeps the
journal. Plan and apply belong into one `writing_alone()`, so that two imports take turns batch by
batch and nobody changes an article between its plan and its change.
"""

from __future__ import annotations

from articles.ingest.store.asking import ask_back, deleted_of
from articles.ingest.store.facts import Pending
from articles.ingest.store.known import known, read_before, standing_refused
from articles.ingest.store.learning import Proposal, propose
from articles.ingest.store.merging import accepted, present_values
from articles.ingest.store.pictures import keep, named
from articles.ingest.store.planning import DocumentPlan, Step, plan
from articles.ingest.store.promises import Broken, Promise, broken, place_of, promise
from articles.ingest.store.remembered import drafts, remembered
from articles.ingest.store.resolving import NotAcceptable, NotOpen, accept, dismiss, standing
from articles.ingest.store.reversing import NotUndoable, Undo, undo
from articles.ingest.store.runs import finish, leave, start
from articles.ingest.store.unchanged import Outdated, Seen, meet, seen
from articles.ingest.store.undoing import Kept
from articles.ingest.store.vault import as_given, source_called, stored
from articles.ingest.store.vault import count as count_stored
from articles.ingest.store.writing import Batch, apply, blobs_of, confirm
from articles.turns import writing_alone

__all__ = [
    "Batch",
    "Broken",
    "DocumentPlan",
    "Kept",
    "NotAcceptable",
    "NotOpen",
    "NotUndoable",
    "Outdated",
    "Pending",
    "Promise",
    "Proposal",
    "Seen",
    "Step",
    "Undo",
    "accept",
    "accepted",
    "apply",
    "as_given",
    "ask_back",
    "blobs_of",
    "broken",
    "confirm",
    "count_stored",
    "deleted_of",
    "dismiss",
    "drafts",
    "finish",
    "keep",
    "known",
    "leave",
    "meet",
    "named",
    "place_of",
    "plan",
    "present_values",
    "promise",
    "propose",
    "read_before",
    "remembered",
    "seen",
    "source_called",
    "standing",
    "standing_refused",
    "start",
    "stored",
    "undo",
    "writing_alone",
]
