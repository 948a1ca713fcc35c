"""Nouns: frozen, typed, no input or output, no clock."""
