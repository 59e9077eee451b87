"""The evidence file of a deal: its whole history as one PDF, and every document in one archive with its hashes."""
