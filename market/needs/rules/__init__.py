"""Decisions about needs: states, what a form must hold, and what messy budgets, terms and places mean."""
