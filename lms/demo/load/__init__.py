"""A synthetic load: as many invented learners as one asks for, through bulk paths."""
