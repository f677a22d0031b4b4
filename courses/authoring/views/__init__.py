"""Pages of the studio: every module adds its views to the one blueprint."""
