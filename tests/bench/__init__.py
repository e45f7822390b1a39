"""Speed against floors that are measured beside it: `python -m tests.bench --help`.

    material    made-up documents of the length and shape of real ones
    measure     a run in a process of its own, medians, and the table
    imports     whole imports, and the same rows written in the fewest calls
    floor       those rows
    lists       requests to the lists, and the same rows out of plain SQL

A figure says little on a machine that does other things meanwhile. A ratio of two figures that
were taken in turns says how much the product costs beyond what nobody could do without.
"""
