"""Forms of filings; each hands over one value."""
