"""Intents: what a firm wants of a pitch, and what became of it."""
