"""Where compiled kernels are kept.

numba keys a cached function by its own file, so an edited callee in another file would be served
from a stale cache. The folder is therefore keyed by every source file of this package, by the
version of numba and by nothing that could differ between two runs of one installation.
"""

import hashlib
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path


def source_key() -> str:
    """Hash of all kernel sources and the numba version, 16 hexadecimal digits."""
    digest = hashlib.sha256(version("numba").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_root() -> Path:
    """The user's cache folder: PARKSIM_CACHE_DIR, else the platform's custom."""
    override = os.environ.get("PARKSIM_CACHE_DIR")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "parksim"


def cache_folder() -> Path | None:
    """The folder for these kernels, created; None, with one line on stderr, where none can be written."""
    try:
        folder = cache_root() / "kernels" / source_key()
        folder.mkdir(parents=True, exist_ok=True)
        # os.access says yes to root even where writing fails, so write.
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"0")
    except (OSError, RuntimeError) as error:
        sys.stderr.write(f"parksim: no writable cache folder ({error}); kernels are compiled anew each run\n")
        return None
    return folder
