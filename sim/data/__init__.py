"""Statistics, matrices and scenarios that ship with the package; see README.md for sources."""
