"""Steering: where each target stands."""

from dafeng.methods.steering.evidence import Evidence, gather
from dafeng.methods.steering.standing import standing

__all__ = ["Evidence", "gather", "standing"]
