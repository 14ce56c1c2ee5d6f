"""How the embedded server is made and tuned. Given on its command line, so that no file of it is edited."""

from __future__ import annotations

import os

# Personal data must never reach the log. Values stand in statements, parameters, DETAIL lines ("Key (…)
# already exists") and in messages of level ERROR ("invalid input syntax: …"), so none of these is written:
# clients still get every error, and what concerns the server itself comes as LOG, FATAL or PANIC.
PRIVACY = {
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_lock_waits": "off",
    "log_connections": "off",
    "log_disconnections": "off",
    "log_autovacuum_min_duration": "-1",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}

TUNING = {
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "wal_level": "replica",
    "max_wal_senders": "2",
    "wal_buffers": "16MB",
    "min_wal_size": "128MB",
    # Bounds how much there is to replay after a kill: the next start shall answer within seconds.
    "max_wal_size": "512MB",
    "checkpoint_timeout": "5min",
    "checkpoint_completion_target": "0.9",
    "log_checkpoints": "off",
    "TimeZone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "client_encoding": "UTF8",
}


def initdb_options(major: int, superuser: str, fsync: bool) -> list[str]:
    """Return initdb's options: UTF-8, order by code point, checksums, trust on the private socket only.

    The built-in C.UTF-8 of PostgreSQL 17 depends on no system locale; before it the system's is used.
    """
    if major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--locale=C.UTF-8"]
    options = ["--encoding=UTF8", *locale, "--data-checksums", "--auth=trust", f"--username={superuser}"]
    return options if fsync else [*options, "--no-sync"]


def server_settings(socket: str, fsync: bool) -> dict[str, str]:
    """Return the settings of a server whose socket directory is `socket` (relative to the cluster)."""
    durable = "on" if fsync else "off"
    # Containers often give 64 MB of /dev/shm or none; then shared memory lies in files of the cluster.
    shared = "posix" if os.access("/dev/shm", os.W_OK) else "mmap"  # noqa: S108
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": socket,
        "unix_socket_permissions": "0700",
        "port": "5432",
        "logging_collector": "off",
        "log_line_prefix": "%m [%p] ",
        "dynamic_shared_memory_type": shared,
        "fsync": durable,
        "synchronous_commit": durable,
        "full_page_writes": durable,
        **TUNING,
        **PRIVACY,
    }
    if not fsync:
        settings |= {"shared_buffers": "128MB", "min_wal_size": "80MB", "autovacuum_naptime": "5min"}
    return settings
