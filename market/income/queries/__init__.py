"""Reading income: what may be divided, splits and their lines, people and what they are owed; always one's own."""
