"""Which provider a product has: an entry of DATA/gateway.yaml, else a file DATA/products/<id>.parquet, .csv.

    yueyang:
      population-basic: {postgres: "env:POPULATION_DSN", table: public.people, key: id_number, seconds: 2}
      births:           {rest: "https://…", headers: {Authorization: "env:BIRTHS_TOKEN"}}
      water-quality:    {file: /srv/water.parquet, fields: {ph: PH_VALUE}}

Addresses and secrets stand here or, as `env:NAME`, in the environment; never in the pack.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

from yiwang.gateway.providers import Provider
from yiwang.granted.product_files import FOLDER, file_of
from yiwang.kernel.products import Product

FILE = "gateway.yaml"
SECONDS = 2.0
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,99}\Z")


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provider.

    Attributes:
        postgres: a connection string; with `table`. rest: an address; with `headers`. file: a path.
        key: field that it is looked up by; the product's own by default. keys: further ones.
        fields: field of the product → its name there. seconds: that an answer may take.
    """

    postgres: str = ""
    table: str = ""
    rest: str = ""
    headers: dict[str, str] = {}
    file: str = ""
    key: str = ""
    keys: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    seconds: Annotated[float, msgspec.Meta(gt=0, le=60)] = SECONDS

    def __post_init__(self) -> None:
        if sum(map(bool, (self.postgres, self.rest, self.file))) != 1:
            raise ValueError("one of postgres, rest, file")
        if bool(self.postgres) != bool(self.table):
            raise ValueError("postgres goes with table")


class BadRegistry(ValueError):
    """DATA/gateway.yaml cannot be read. Says where; never what stands there, which may be secret."""


def read_entries(data: Path) -> dict[str, dict[str, Entry]]:
    """Return the entries by city and product; {} without a file.

    Raises:
        BadRegistry: it cannot be read, or an entry is none.
    """
    path = data / FILE
    if not path.exists():
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return msgspec.convert(found, dict[str, dict[str, Entry]])
    except msgspec.ValidationError as fault:
        raise BadRegistry(f"{path}: {_without_values(str(fault))}") from fault
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f":{mark.line + 1}:{mark.column + 1}" if mark is not None else ""
        raise BadRegistry(f"{path}{where}: {type(fault).__name__}") from fault


def keys_of(product: Product, entry: Entry | None) -> tuple[str, ...]:
    """Return the fields by which rows may be looked up: the entry's, else the product's own key."""
    first = (entry.key if entry is not None else "") or product.key
    keys = dict.fromkeys((first, *(entry.keys if entry is not None else ())))
    return tuple(key for key in keys if key in product.types)


def provider_of(
    product: Product, entry: Entry | None, data: Path, environ: Mapping[str, str] = os.environ
) -> Provider | None:
    """Return a product's provider, None where it has none.

    Raises:
        BadRegistry: an entry names what is not there.
    """
    from yiwang.gateway.providers.files import FileProvider
    from yiwang.gateway.providers.rest import RestProvider
    from yiwang.gateway.providers.tables import TableProvider

    key = next(iter(keys_of(product, entry)), "")
    if entry is None:
        path = default_file(data, product.id)
        return FileProvider(path, product.types, {}, key, SECONDS) if path is not None else None
    said = _Said(environ)
    if entry.file:
        return FileProvider(Path(said(entry.file)), product.types, entry.fields, key, entry.seconds)
    if entry.rest:
        headers = {name: said(value) for name, value in entry.headers.items()}
        try:
            return RestProvider(said(entry.rest), headers, entry.fields, entry.seconds)
        except ValueError as fault:
            raise BadRegistry(f"{data / FILE}: {product.id}: {fault}") from fault
    return TableProvider(said(entry.postgres), entry.table, product.types, entry.fields, entry.seconds)


def default_file(data: Path, product: str) -> Path | None:
    """Return the file that is a product's provider where no entry says otherwise; None without one."""
    if _ID.match(product) is None:
        return None
    return file_of(data / FOLDER, product)


class _Said:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def __call__(self, value: str) -> str:
        if not value.startswith("env:"):
            return value
        name = value.removeprefix("env:")
        if not self._environ.get(name):
            raise BadRegistry(f"{FILE}: 环境变量 {name} 没有设置 is not set")
        return self._environ[name]


def _without_values(text: str) -> str:
    said, at, where = text.partition(" - at ")
    return said.partition(", got ")[0] + at + where
