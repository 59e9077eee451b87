"""Organisations, people, roles, vetting and login: who somebody is and for whom he acts."""
