"""Decisions about patents, free of frameworks: numbers, classes, terms, states, dates, columns and rows."""
