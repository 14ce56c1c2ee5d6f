"""The gateway as a Django app: the table of its exchanges, and its kinds of stream made known."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """Exchanges through the gateway (网关共享记录)."""

    name = "yiwang.gateway"
    label = "gateway"
    verbose_name = "数据网关"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kinds."""
        from yiwang.gateway import kinds  # noqa: F401
