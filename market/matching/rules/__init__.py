"""Decisions about proposals: why a need and an offer may fit, and how each side can answer."""
