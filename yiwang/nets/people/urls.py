"""Addresses below `/<city>/desk/`. No address carries a name, a staff code or a case's number."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.people.views import (
    acts,
    clients,
    directory,
    glass,
    invite,
    mandates,
    mine,
    people,
    positions,
    why,
)

app_name = "desk"
urlpatterns = [
    path("", people.home, name="home"),
    path("mine/", mine.mine, name="mine"),
    path("mine/delegate", mine.delegate, name="mine-delegate"),
    path("mine/undelegate", mine.undelegate, name="mine-undelegate"),
    path("people/", people.people, name="people"),
    path("people/search", people.search, name="search"),
    path("people/join", people.join, name="join"),
    path("people/<str:person>/", people.person, name="person"),
    *(path(f"people/<str:person>/{id}", view, name=f"person-{id}") for id, view in people.VIEWS.items()),
    path("people/<str:person>/invite", invite.invite, name="person-invite"),
    path("positions/", positions.positions, name="positions"),
    path("directory/", directory.directory, name="directory"),
    path("directory/propose", directory.propose, name="directory-propose"),
    path("directory/<uuid:proposal>/", directory.preview, name="directory-preview"),
    path("directory/<uuid:proposal>/apply", directory.apply, name="directory-apply"),
    path("directory/<uuid:proposal>/withdraw", directory.withdraw, name="directory-withdraw"),
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandates/<uuid:mandate>/", mandates.mandate, name="mandate"),
    path("clients/", clients.clients, name="clients"),
    path("clients/register", clients.register, name="client-register"),
    path("clients/<str:client>/", clients.client, name="client"),
    path("clients/<str:client>/allow", clients.allow, name="client-allow"),
    path("clients/<str:client>/rotate", clients.rotate, name="client-rotate"),
    path("clients/<str:client>/stop", clients.stop, name="client-stop"),
    path("glass/", glass.glasses, name="glass"),
    path("glass/<uuid:glass>/", glass.glass, name="glass-one"),
    path("glass/<uuid:glass>/review", glass.review, name="glass-review"),
    path("why/", why.why, name="why"),
    path("acts/", acts.acts, name="acts"),
    path("acts/export", acts.export, name="acts-export"),
]
