"""Energy balances: whether they close."""
