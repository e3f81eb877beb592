"""The four cluster effects: arrays in, arrays out, each with a strength in [0, 1]:
one number, or an array that broadcasts against what the effect acts on."""
