"""Speed against floors that are measured beside it: `python -m tests.bench --help`.

    material    made-up documents of the length and shape of real ones
    measure     a run in a process of its own, medians, bounds, and the table
    shelves     the databases that runs have: files, or databases of a server
    imports     whole imports, against the floor and against an import without care
    floor       the same rows in the fewest calls; rows compares what both left behind
    naive       an import as it is often written
    growth      files that are met again (again: what that costs at least), a full database
    archive     many documents in one archive
    together    two imports at once
    proof       how many real bodies are proved clean without bleach
    lists       requests to the lists, and the same rows out of plain SQL

A figure says little on a machine that does other things meanwhile. A ratio of two figures that
were taken in turns says how much the product costs beyond what nobody could do without.
"""
