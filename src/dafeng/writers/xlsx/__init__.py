"""Workbooks: ledgers to read, lists and forms to fill in and give back."""

from dafeng.writers.xlsx.comparison import comparison
from dafeng.writers.xlsx.forms import data_template, form, responsibility
from dafeng.writers.xlsx.ledger import targets
from dafeng.writers.xlsx.review_sheet import review_sheet

__all__ = ["comparison", "data_template", "form", "responsibility", "review_sheet", "targets"]
