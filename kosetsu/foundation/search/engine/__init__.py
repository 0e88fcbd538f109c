"""The search engine: pure Python over tantivy and SudachiPy, without Django and without a word of an institute."""
