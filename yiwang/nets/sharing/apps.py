"""The catalogue, requests for data and grants as a Django application. Its records are those of `granted`."""

from __future__ import annotations

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """政务数据目录."""

    name = "yiwang.nets.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Make the texts known, and offer the entry of the menu."""
        from yiwang.granted import kinds  # noqa: F401
        from yiwang.nets.sharing import texts, texts_requests  # noqa: F401
        from yiwang.nets.sharing.menu import REQUESTS
        from yiwang.web.doors import Door, offer

        offer(
            Door(
                view="sharing:home",
                title={"zh": "政务数据目录", "en": "Catalogue of data"},
                says={
                    "zh": "这座城市各单位有哪些数据、能不能共享、授权给了谁、用在哪些事项上。",
                    "en": "Which data the bodies of this city hold, whether it may be shared, who may use it "
                    "for what, and where it is used.",
                },
                verb="product.read",
                order=62,
            )
        )
        offer(REQUESTS)
