"""What a person does: one function per task."""
