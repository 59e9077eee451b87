"""What the full-text search decides without an engine: what a document is and what a question asks for."""
