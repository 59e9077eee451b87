"""What came of licences: the licensees' yearly reports on product, sales, tax, jobs, and the ranking made of them."""
