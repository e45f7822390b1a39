"""Files to stored articles, one stage a module, in the order data flows.

    0  collect     paths, archives, stdin  -> Found        the only stage that touches files
    1  formats     bytes                   -> RawDocument  a module or package a format; one that
                                                           knows its articles gives their entries
    2  clean       RawDocument             -> Marked       furniture.py: what the site added
    3  split       Marked                  -> Marked       one document to its articles
    4  describe    Marked                  -> values       title, credits, dates, source, pictures,
                                                           each with its evidence
       clean       Marked                  -> body         markup.py: what is not allowed
    5  dedupe      Readings                -> Readings     copies inside one document
    6  store       DocumentReading         -> rows         match, keep what editors changed, write

What a format knows of its articles passes 2 and 3 by. `reading` runs 1 to 5 on one document and is
a function of values; `workers` runs it in processes, where Django is not loaded, and is the only
place that catches `Refused`; `pipeline` runs 0 to 6 over a whole import, in `batches`.
Stages know `records` and nothing of each other; only `store` knows the database.
"""
