"""Everybody reads the catalogue: finds a product, sees who may use it and where, and takes it along."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from rdflib import DCAT, DCTERMS, RDF, SH, Graph

from yiwang.nets.sharing.dcat import catalogue
from yiwang.nets.sharing.finding import Asked, Book, lines, plain, search
from yiwang.nets.sharing.lineage import uses
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.web.opened import Distribution

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
SHAPES = Path(__file__).resolve().parents[5] / "shared" / "data" / "conformance" / "dcat-ap"
BASE = "https://data.example/yueyang/sharing/"


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(PACK))


def opened() -> list[Distribution]:
    """Two files of an open data set of car parks."""
    page = "https://data.example/yueyang/opening/car-parks/"
    return [
        Distribution(
            product="car-parks",
            id="car-parks",
            title={"zh": "公共停车场", "en": "Public car parks"},
            says={"zh": "每个停车场一行。", "en": "One row for each."},
            synthetic={"zh": "虚构", "en": "made up"},
            form=form,
            media=media,
            licence="CC_BY_4_0",
            page=page,
            address=f"{page}data.{form}",
            bytes=1024,
            sha256="9f2c" * 16,
            at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
            updates="monthly",
        )
        for form, media in (("csv", "text/csv"), ("parquet", "application/vnd.apache.parquet"))
    ]


@pytest.mark.parametrize("files", [[], opened()], ids=["nothing open", "something open"])
def test_the_catalogue_of_a_city_is_dcat_ap(city, files):
    pyshacl = pytest.importorskip("pyshacl")
    if not SHAPES.is_dir():
        pytest.skip("the shapes are not beside the checkout")
    graph = catalogue(city, BASE, files)
    given = {str(one) for one in graph.objects(predicate=DCAT.downloadURL)}
    assert given == {one.address for one in files}
    for name in ("shapes", "range"):
        shapes = Graph().parse(SHAPES / f"dcat-ap_2.1.1_shacl_{name}.ttl")
        conforms, _, told = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)
        assert conforms, f"{name}\n{told[:3000]}"


def test_of_what_is_recommended_only_what_a_pack_does_not_say_is_left_out(city):
    pyshacl = pytest.importorskip("pyshacl")
    if not SHAPES.is_dir():
        pytest.skip("the shapes are not beside the checkout")
    shapes = Graph().parse(SHAPES / "dcat-ap_2.1.1_shacl_shapes_recommended.ttl")
    _, told, _ = pyshacl.validate(catalogue(city, BASE), shacl_graph=shapes, advanced=True)
    lacking = set(told.objects(predicate=SH.resultPath))
    of_the_catalogue = {DCTERMS.license, DCTERMS.issued, DCTERMS.modified, DCAT.bbox, DCAT.centroid}
    assert lacking <= of_the_catalogue | {DCAT.distribution, DCAT.endDate}


def test_the_shapes_refuse_a_catalogue_without_a_title(city):
    pyshacl = pytest.importorskip("pyshacl")
    if not SHAPES.is_dir():
        pytest.skip("the shapes are not beside the checkout")
    graph = catalogue(city, BASE)
    whole = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    graph.remove((whole, DCTERMS.title, None))
    shapes = Graph().parse(SHAPES / "dcat-ap_2.1.1_shacl_shapes.ttl")
    assert not pyshacl.validate(graph, shacl_graph=shapes, advanced=True)[0]


def test_every_product_is_in_the_catalogue_and_both_forms_say_the_same(city):
    graph = catalogue(city, BASE)
    named = {str(value) for value in graph.objects(predicate=DCTERMS.identifier)}
    assert named == set(city.products)
    again = Graph().parse(data=graph.serialize(format="json-ld"), format="json-ld")
    turtle = Graph().parse(data=graph.serialize(format="turtle"), format="turtle")
    assert len(again) == len(turtle) == len(graph)


@pytest.mark.parametrize(
    ("words", "first"),
    [("出生医学", "birth-certificates"), ("BIRTH certificates", "birth-certificates"), ("孩子姓名", None)],
)
def test_a_product_is_found_by_its_name_in_either_language_or_by_a_field(city, words, first):
    found = search(Book(lines(city)), Asked(words))
    assert found
    assert first is None or found[0].id == first
    for one in found if first is None else ():
        assert any("孩子姓名" in title["zh"] for title in one.titles.values())


def test_what_no_product_holds_is_not_found(city):
    assert search(Book(lines(city)), Asked("月球")) == []
    assert search(Book(lines(city)), Asked(owner="yueyang-nobody")) == []
    assert {one.sharing for one in search(Book(lines(city)), Asked(sharing="unconditional"))} == {
        "unconditional"
    }


@pytest.fixture(scope="module")
def book(city):
    return Book(lines(city))


@settings(deadline=None)
@given(words=st.text(max_size=6), owner=st.booleans())
def test_what_is_found_is_what_reading_every_line_would_give(book, words, owner):
    asked = Asked(words, "yueyang-health" if owner else "")
    wanted = plain(words).split()
    held = [
        line.product.id
        for line in book.lines
        if all(word in line.text for word in wanted) and asked.owner in ("", line.product.owner)
    ]
    assert sorted(one.id for one in search(book, asked)) == sorted(held)


def test_each_grant_of_the_pack_that_a_form_uses_is_in_the_lineage(city):
    used = {use.grant for several in uses(city).values() for use in several} - {""}
    named = {
        field["x-yw-source"]["grant"]
        for matter in city.matters.values()
        for field in matter.form.get("properties", {}).values()
        if field.get("x-yw-source", {}).get("from") == "grant"
    }
    assert named and named <= used


def test_anybody_reads_a_product_its_grants_and_uses(door):
    page = Client().get("/yueyang/sharing/business-register/")
    assert page.status_code == 200
    said = page.content.decode()
    for word in ("公共场所卫生许可", "授权给了谁", "用在哪里", "营业执照的办理编号"):
        assert word in said, word
    assert Client().get("/yueyang/sharing/nothing/").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=%00", "page=-1", "page=99999999999", "page=%FF", "owner=%00", "q=" + "长" * 5000]
)
def test_rubbish_in_the_search_is_answered(door, query):
    assert Client().get(f"/yueyang/sharing/?{query}").status_code == 200


def test_the_catalogue_is_taken_along(door, city):
    turtle = Client().get("/yueyang/sharing/catalogue.ttl")
    assert turtle["Content-Type"].startswith("text/turtle")
    assert len(Graph().parse(data=turtle.content, format="turtle")) > 100
    assert Client().get("/yueyang/sharing/catalogue.jsonld")["Content-Type"] == "application/ld+json"
    sheet = load_workbook(io.BytesIO(Client().get("/yueyang/sharing/catalogue.xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + sum(len(one.titles) for one in city.products.values())
    assert not any(str(cell).startswith("=") for row in rows for cell in row)
