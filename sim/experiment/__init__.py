"""Runs and what comes of them: results as data, and folders that hold them."""
