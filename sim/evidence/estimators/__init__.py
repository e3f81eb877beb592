"""Estimators of the published facts: pure functions on arrays, known by their answers on synthetic data."""
