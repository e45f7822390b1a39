"""Measure how well real documents are read, and keep the figures: python -m tests.pin_reading.

Refuses to keep a figure that is worse than the one kept, or below its floor; `--lower` keeps it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests import reading_figures as figures_of


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pin_reading", description=__doc__)
    parser.add_argument("corpora", type=Path, help="the folder that holds seeds, gold and corpora")
    parser.add_argument("--lower", action="store_true", help="keep figures that are worse as well")
    parser.add_argument("--set", action="append", choices=list(figures_of.SETS), dest="sets")
    options = parser.parse_args(arguments)
    before, kept, refused = figures_of.pinned(), figures_of.pinned(), []
    for name in options.sets or figures_of.SETS:
        if not (options.corpora / figures_of.SETS[name].labels).exists():
            sys.stderr.write(f"{name}: not there\n")
            continue
        measured = figures_of.measure(options.corpora, name)
        worse = figures_of.lost(measured, before.get(name, {}).get("figures", {}))
        worse |= figures_of.missed(name, measured)
        refused += [
            f"{name} {figure}: {now:.4f}, wanted {then:.4f}\n"
            for figure, (now, then) in worse.items()
        ]
        kept[name] = {"digest": figures_of.digest(options.corpora, name), "figures": measured}
    sys.stderr.writelines(refused)
    if refused and not options.lower:
        return 1
    figures_of.PINNED.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
