"""Workbooks: ledgers to read, lists and forms to fill in and give back."""

from dafeng.writers.xlsx.forms import data_template, form, responsibility
from dafeng.writers.xlsx.ledger import targets

__all__ = ["data_template", "form", "responsibility", "targets"]
