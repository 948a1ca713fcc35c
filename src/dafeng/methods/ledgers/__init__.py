"""What is computed from ledgers: their checks, the series they feed, their reports."""
