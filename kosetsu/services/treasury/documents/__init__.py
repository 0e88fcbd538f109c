"""Tables and papers of the institute's own money."""
