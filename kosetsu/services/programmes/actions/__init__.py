"""The verbs of the programmes: editions of descriptions recorded, a company's answers kept."""
