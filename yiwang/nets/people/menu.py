"""What this net shows in the menu, and to whom; and the ways between the desk's own pages."""

from __future__ import annotations

from yiwang.web.doors import Door
from yiwang.web.words import Text

DOORS = (
    Door(
        view="desk:home",
        title={"zh": "人员与权限", "en": "People"},
        says={
            "zh": "谁在哪个岗位、能做什么、为什么；谁做了什么。",
            "en": "Who holds which position, who may do what and why, and who did what.",
        },
        verb="desk.read",
        order=60,
    ),
    Door(
        view="desk:mine",
        title={"zh": "我的岗位", "en": "My positions"},
        says={
            "zh": "您的岗位、由谁代理、怎样委托。",
            "en": "Your positions, who stands in for you, and how to delegate.",
        },
        verb="person.delegate",
        order=61,
    ),
)

SECTIONS: tuple[tuple[str, str, Text], ...] = (
    ("desk:people", "person.read", {"zh": "人员", "en": "People"}),
    ("desk:positions", "person.read", {"zh": "岗位", "en": "Positions"}),
    ("desk:directory", "directory.propose", {"zh": "名录导入", "en": "Directory"}),
    ("desk:directory", "directory.apply", {"zh": "名录导入", "en": "Directory"}),
    ("desk:mandates", "mandate.read", {"zh": "委托", "en": "Mandates"}),
    ("desk:clients", "client.read", {"zh": "系统接入", "en": "Machine clients"}),
    ("desk:glass", "glass.read", {"zh": "紧急查看", "en": "Break-glass"}),
    ("desk:why", "access.explain", {"zh": "她为什么能看", "en": "Why may she?"}),
    ("desk:acts", "acts.read", {"zh": "管理员操作", "en": "Administrators’ acts"}),
)
"""View, the permission that shows it, and its title."""
