"""Reading a plan: clauses, targets and projects, each with its place in the untouched text."""

from dafeng.methods.plan.output import plan_to_json
from dafeng.methods.plan.reading import read_plan

__all__ = ["plan_to_json", "read_plan"]
