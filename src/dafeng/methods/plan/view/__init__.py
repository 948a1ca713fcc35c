"""The reading view of a text, and the way back to the file."""
