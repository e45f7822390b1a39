"""Tells registered addresses of changes: in order, signed, each until it has been taken.

delivering  finds what is due and has it sent, several addresses at once
claims      who sends to an address now, and what became of it: every write
wanted      which change an address gets next
messages    what is said of a change
signing     secrets and signatures
sending     one request; knows nothing of the database
"""
