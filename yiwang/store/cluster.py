"""The cluster of a data folder: whose it is, made whole or not at all, its server launched."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

from yiwang.store.folder import DataFolder
from yiwang.store.leftovers import processes_of, signal_and_wait, take_cluster
from yiwang.store.supervise import Account, Child, run, unprivileged_account
from yiwang.store.trouble import DatabaseTrouble, diagnose
from yiwang.store.tuning import initdb_options

SUPERUSER = "postgres"


def account_for(folder: DataFolder) -> Account | None:
    """Return who the server shall run as, and make sure that the cluster is theirs.

    An existing cluster keeps its owner; one restored by root is handed to the unprivileged user.
    """
    account = unprivileged_account()
    if not folder.cluster.exists():
        return account
    owner = folder.cluster.lstat()
    if account is None:
        if owner.st_uid != os.geteuid():
            reason = f"{folder.cluster}: uid {owner.st_uid} ≠ {os.geteuid()}"
            raise DatabaseTrouble("database.folder-unreadable", folder=folder.path, reason=reason)
        return None
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for place, folders, files in os.walk(folder.cluster):
        for name in (*folders, *files):
            os.lchown(os.path.join(place, name), account.uid, account.gid)
    os.lchown(folder.cluster, account.uid, account.gid)
    return account


def make_cluster(
    folder: DataFolder, programs: Path, major: int, account: Account | None, fsync: bool
) -> None:
    """Run initdb beside its final place and rename it there when whole, so that a kill leaves no half."""
    if folder.unfinished.exists():
        remove_unfinished(folder.unfinished)
    folder.unfinished.mkdir(mode=0o700)
    if account:
        os.lchown(folder.unfinished, account.uid, account.gid)
    descriptor = os.open(folder.unfinished, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # initdb and all it starts inherit it: see remove_unfinished
        options = initdb_options(major, SUPERUSER, fsync)
        argv = [str(programs / "initdb"), "-D", f"/proc/self/fd/{descriptor}", *options]
        status, said = run(argv, account=account, pass_fds=[descriptor])
    finally:
        os.close(descriptor)
    if status != 0:
        with folder.log.open("a", encoding="utf-8") as log:
            log.write(said)
        shutil.rmtree(folder.unfinished, ignore_errors=True)
        raise diagnose(folder.path, folder.log, said, status)
    folder.unfinished.rename(folder.cluster)
    parent = os.open(folder.path, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(parent)
    os.close(parent)


def remove_unfinished(unfinished: Path) -> None:
    """Remove what an interrupted initdb left, once nobody writes into it any more.

    The kernel ends initdb with its supervisor, but not the postgres that initdb had started: that one goes
    on writing files while we remove them.
    """
    signal_and_wait(unfinished, processes_of(unfinished), signal.SIGKILL, 1.0)
    os.close(take_cluster(unfinished))
    shutil.rmtree(unfinished)


def launch(
    folder: DataFolder, programs: Path, account: Account | None, descriptor: int, settings: Mapping[str, str]
) -> Child:
    """Run postgres on the cluster folder that `descriptor` names.

    The folder is given as an open descriptor: a user that may not enter the folders above it (root's home)
    still reaches it, and no mode above it is touched.
    """
    folder.bound_log()
    argv = [str(programs / "postgres"), "-D", f"/proc/self/fd/{descriptor}"]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    with folder.log.open("ab") as log:
        return Child(
            argv,
            account=account,
            pass_fds=[descriptor],
            dies_by=signal.SIGQUIT,
            output=log,
            every_minute=folder.bound_log,
        )


def wait_until_ready(folder: DataFolder, child: Child, since: int) -> None:
    """Wait while the server starts and recovers, however long.

    If it ends instead, raise what its log says after byte `since`.
    """
    status_file = folder.cluster / "postmaster.pid"
    while not child.ended.wait(0.005):
        try:
            lines = status_file.read_text().splitlines()
        except OSError:
            continue
        if len(lines) > 7 and lines[0] == str(child.pid) and lines[7].strip() == "ready":
            return
    raise diagnose(folder.path, folder.log, folder.log_tail(since), child.returncode)
