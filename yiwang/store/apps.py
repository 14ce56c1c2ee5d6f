"""The store as a Django app: its tables, and nothing else at start-up."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Rows, ledger and vault. `label` is short since it stands in no table name."""

    name = "yiwang.store"
    label = "store"
    verbose_name = "存证与数据"
    default_auto_field = "django.db.models.BigAutoField"
