"""Negotiated deals: questions, numbered offers, acceptance, signing, and what must happen elsewhere afterwards."""
