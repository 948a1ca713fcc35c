"""Who may: one table, default deny, every answer with its reason."""
