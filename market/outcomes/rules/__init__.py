"""The rules of what is counted, asked and reported after a roadshow."""
