"""From written notice and payment to a recorded licence, by the law of Art. 51."""
