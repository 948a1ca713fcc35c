"""Paper: each writer takes the parsed results.json and nothing else, and gives text or bytes."""
