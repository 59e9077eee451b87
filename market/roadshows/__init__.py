"""Matching events (roadshows): series, plan, approval, the public page."""
