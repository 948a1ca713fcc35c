"""How the tables of the books came to be, step by step; a step that was shipped is never edited."""
