"""The JSON door: read-only routes over one output folder."""
