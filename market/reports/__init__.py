"""Figures read from the records, each with its definition and date; the home page."""
