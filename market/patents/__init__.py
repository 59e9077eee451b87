"""Patent records with checked identifiers, terms and dated legal status, and how files bring them in."""
