"""What the numbers should come to, how far they have come, and the papers that prove it."""
