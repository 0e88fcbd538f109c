"""The verbs of a commissioned test in the order of its life. Every one: lock · allow · change · record · announce."""
