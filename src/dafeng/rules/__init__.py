"""Dated numbers and words from documents, as data files with one loader."""
