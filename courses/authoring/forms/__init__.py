"""What an author may type."""
