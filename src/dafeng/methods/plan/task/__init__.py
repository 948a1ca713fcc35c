"""What a plan has to be done, by whom and until when."""
