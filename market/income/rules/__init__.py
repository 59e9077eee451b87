"""Decisions about dividing income: the floors of the law, the arithmetic, the states of a split."""
