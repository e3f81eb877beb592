"""Rule set P twice: on the package's own functions (arrays), and as plain Mesa objects (objects)."""
