"""All compiled loops of parksim, one file a family; importing this package alone compiles nothing."""
