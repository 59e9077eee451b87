"""Telling people: the inbox, and one module of reactions for each feature that is listened to."""
