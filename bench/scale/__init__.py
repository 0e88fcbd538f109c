"""Five fiscal years of a large institute, made by dice from one seed: the same rows on every machine."""
