"""The rules of calling for and selecting pitches."""
