"""The rules of calling for, judging, selecting and ordering pitches."""
