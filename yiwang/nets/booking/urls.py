"""Addresses below `/<city>/booking/`. Names of routes' parts are those of the access matrix."""

from __future__ import annotations

from django.urls import path

from yiwang.nets.booking.views import book, desk, halls

app_name = "booking"
urlpatterns = [
    path("", halls.home, name="home"),
    path("new/", book.choose, name="choose"),
    path("windows/<slug:bookable>/", book.slots_of, name="slots"),
    path("windows/<slug:bookable>/book", book.take, name="book"),
    path("halls/<slug:hall>/", halls.hall, name="hall"),
    path("halls/<slug:hall>/queue/", halls.queue, name="queue"),
    path("appointments/<str:appointment>/", book.made, name="made"),
    path("appointments/<str:appointment>/calendar.ics", book.calendar_file, name="calendar"),
    path("appointments/<str:appointment>/cancel", book.cancel, name="cancel"),
    path("appointments/<str:appointment>/attend", desk.attend, name="attend"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<slug:hall>/", desk.counter, name="counter"),
    path("desk/<slug:hall>/take", desk.take, name="take"),
    path("desk/<slug:hall>/call", desk.call, name="call"),
    path("desk/<slug:hall>/settle", desk.settle, name="settle"),
]
