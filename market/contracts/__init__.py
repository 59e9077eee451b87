"""Contracts: wording from the operator's templates, agreed text by numbered versions, signatures, proof of both."""
