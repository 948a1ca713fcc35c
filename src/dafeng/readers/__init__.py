"""Files to domain: one module per format."""
