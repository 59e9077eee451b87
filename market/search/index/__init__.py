"""The one door to the full-text engine: nothing outside this package knows which engine stands behind it."""
