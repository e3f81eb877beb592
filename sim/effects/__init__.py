"""The four cluster effects: arrays in, arrays out, each with a strength in [0, 1]."""
