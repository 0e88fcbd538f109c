"""The institute's reporting folder: measures, targets, outlines and printed figures, all data."""
