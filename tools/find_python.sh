#!/bin/sh
# Prints a Python >= 3.12 that can make a virtual environment. A name on PATH may be a dead shim or an
# old version, so each candidate is run, with a time limit. Order: $PYTHON, .venv, PATH, pyenv, uv.

seconds=10
if command -v timeout >/dev/null 2>&1; then
    limited() { timeout "$@"; }
else
    limited() { shift; "$@"; }
fi

try() {
    found=$(limited "$seconds" "$1" -c '
import sys, venv, ensurepip
assert sys.version_info >= (3, 12)
print(sys.executable)' 2>/dev/null </dev/null) && [ -x "$found" ] && printf '%s\n' "$found" && exit 0
}

[ -n "$PYTHON" ] && { try "$PYTHON" || echo "PYTHON=$PYTHON is no working Python >= 3.12; looking further" >&2; }
for name in .venv/bin/python python3.14 python3.13 python3.12 python3 python; do
    try "$name"
done
# Pinned versions were tested most on the oldest Python, so the oldest fitting one comes first.
for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/*/bin "${UV_PYTHON_INSTALL_DIR:-$HOME/.local/share/uv/python}"/*/bin; do
    try "$folder/python"
done
# uv's own search stops at a dead shim, so first ask for the Pythons that uv itself manages.
if command -v uv >/dev/null 2>&1; then
    for which in --managed-python --system; do
        try "$(limited 60 uv python find "$which" '>=3.12' 2>/dev/null </dev/null)"
    done
fi
echo "No working Python >= 3.12 (with venv) on PATH, in pyenv or through uv: install one, or say make PYTHON=/path/to/python" >&2
exit 1
