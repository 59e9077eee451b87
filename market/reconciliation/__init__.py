"""Whether book, payments, bank statements and card service agree; every difference is an item that a person can see."""
