"""What a plan promises: the grammar of its numbers and words."""
