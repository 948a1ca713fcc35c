"""Domain to disk and back."""
