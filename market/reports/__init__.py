"""The home page, the public figures, and the bureau's page: reading only, each number with its definition."""
