"""Full-text search over listings and patents, bounded, healed from the database."""
