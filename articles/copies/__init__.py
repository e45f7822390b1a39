"""Which articles tell the same: copies of one text, and passages that stand in several.

index       chosen shingles of all texts, and who shares them
sieve       says in memory that a shingle stands in no text, for nearly all that stand in none
families    articles that are copies of each other, and which one stands for them
following   keeps all that in step with texts: the one door for imports and editors
"""
