"""What the law asks of filings, and how they proceed."""
