"""Clauses, boxes and tables of a plan."""
