"""What a person may type about an account."""
