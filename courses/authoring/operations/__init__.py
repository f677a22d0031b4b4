"""Everything that the studio changes, one verb a function."""
