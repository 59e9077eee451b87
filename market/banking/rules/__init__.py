"""Decisions about bank statements: columns, rows, sameness, matching, balances, lists. Pure."""
