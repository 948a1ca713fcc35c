"""Verbs: pure functions from domain to domain; the random generator is an argument."""
