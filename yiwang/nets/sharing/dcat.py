"""The catalogue as DCAT-AP 2.1.1 (SEMIC, Application Profile for data portals), with rdflib.

What is described is the product, not its content: its provider, its rights of access, how often it is
renewed, from when it is there. A distribution is described only where the public can fetch something: the
files of an open data set, which is a data set of its own that names the product as its source. The catalogue
itself states neither licence nor day of issue, since a pack has none.
Codes of frequency, access, language and theme are those of the EU's Publications Office.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD, Namespace

from yiwang.kernel.matter import City, Text
from yiwang.kernel.products import Product
from yiwang.web.opened import Distribution

AUTHORITY = "http://publications.europa.eu/resource/authority"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
LOCAL = URIRef("http://purl.org/adms/publishertype/LocalAuthority")

FREQUENCY = {
    "real-time": "CONT",
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "quarterly": "QUARTERLY",
    "yearly": "ANNUAL",
    "once": "NEVER",
}
LANGUAGE = {"zh": "ZHO", "en": "ENG"}


def catalogue(city: City, base: str, opened: Sequence[Distribution] = ()) -> Graph:
    """Return the catalogue of a city.

    Args:
        base: absolute address of the catalogue's page, ending with "/"; each product's stands below it.
        opened: the files that anybody may fetch.
    """
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", VCARD), ("skos", SKOS)):
        graph.bind(prefix, space)
    whole = URIRef(base)
    graph.add((whole, RDF.type, DCAT.Catalog))
    _say(graph, whole, DCTERMS.title, {"zh": f"{city.title['zh']}政务数据目录", "en": _english(city)})
    _say(graph, whole, DCTERMS.description, _about(city))
    graph.add((whole, DCTERMS.publisher, _agent(graph, base, city, _highest(city))))
    graph.add((whole, FOAF.homepage, whole))
    graph.add((whole, RDF.type, FOAF.Document))
    themes = _typed(graph, whole, DCAT.themeTaxonomy, "data-theme", SKOS.ConceptScheme)
    _say(graph, themes, DCTERMS.title, {"zh": "数据主题", "en": "Data theme"})
    graph.add((whole, DCTERMS.spatial, _where(graph, base, city)))
    for language in city.languages:
        _typed(graph, whole, DCTERMS.language, f"language/{LANGUAGE[language]}", DCTERMS.LinguisticSystem)
    for product in city.products.values():
        graph.add((whole, DCAT.dataset, _dataset(graph, base, city, product)))
    for one in opened:
        if one.product in city.products:
            graph.add((whole, DCAT.dataset, _opened(graph, base, city, one)))
    return graph


def _english(city: City) -> str:
    return f"Catalogue of the data of {city.title.get('en', city.title['zh'])}"


def _about(city: City) -> Text:
    text = {
        "zh": "各单位的政务数据资源：提供单位、共享属性、更新频率。只有目录，没有数据。",
        "en": "Data products of the city's bodies: provider, sharing class, renewal. No data in it.",
    }
    return {one: f"{said} {city.synthetic.get(one, '')}".strip() for one, said in text.items()}


def _highest(city: City) -> str:
    """Return the body that no other stands above, seated in the city itself: whose catalogue it is."""
    tops = [one.id for one in city.bodies.values() if one.parent is None]
    return next((one for one in tops if city.bodies[one].seat == city.root), tops[0])


def _dataset(graph: Graph, base: str, city: City, product: Product) -> URIRef:
    one = URIRef(f"{base}{product.id}/")
    graph.add((one, RDF.type, DCAT.Dataset))
    _say(graph, one, DCTERMS.title, product.title)
    _say(graph, one, DCTERMS.description, product.says or product.title)
    graph.add((one, DCTERMS.identifier, Literal(product.id)))
    graph.add((one, DCTERMS.publisher, _agent(graph, base, city, product.owner)))
    for title in product.titles.values():
        _say(graph, one, DCAT.keyword, title)
    code = FREQUENCY.get(product.updates)
    if code is not None:
        _typed(graph, one, DCTERMS.accrualPeriodicity, f"frequency/{code}", DCTERMS.Frequency)
    _typed(graph, one, DCTERMS.accessRights, f"access-right/{access(product)}", DCTERMS.RightsStatement)
    theme = _typed(graph, one, DCAT.theme, "data-theme/GOVE", SKOS.Concept)
    _say(graph, theme, SKOS.prefLabel, {"zh": "政府和公共部门", "en": "Government and public sector"})
    graph.add((one, DCTERMS.spatial, _where(graph, base, city)))
    graph.add((one, DCAT.contactPoint, _contact(graph, base, city, product.owner)))
    _provided(graph, one, product)
    if product.synthetic:
        note = BNode()
        graph.add((one, DCTERMS.provenance, note))
        graph.add((note, RDF.type, DCTERMS.ProvenanceStatement))
        _say(graph, note, RDFS.label, product.synthetic)
    return one


def _opened(graph: Graph, base: str, city: City, file: Distribution) -> URIRef:
    """Describe a file, and the open data set it belongs to; said again for each of its files, it is one."""
    one = URIRef(file.page)
    product = city.products[file.product]
    at = Literal(file.at.isoformat(), datatype=XSD.dateTime)
    graph.add((one, RDF.type, DCAT.Dataset))
    _say(graph, one, DCTERMS.title, file.title)
    _say(graph, one, DCTERMS.description, file.says or file.title)
    graph.add((one, DCTERMS.identifier, Literal(f"open/{file.id}")))
    graph.add((one, DCTERMS.source, URIRef(f"{base}{product.id}/")))
    graph.add((one, DCTERMS.publisher, _agent(graph, base, city, product.owner)))
    graph.add((one, DCTERMS.modified, at))
    graph.add((one, DCAT.contactPoint, _contact(graph, base, city, product.owner)))
    graph.add((one, DCTERMS.spatial, _where(graph, base, city)))
    if (code := FREQUENCY.get(file.updates)) is not None:
        _typed(graph, one, DCTERMS.accrualPeriodicity, f"frequency/{code}", DCTERMS.Frequency)
    _typed(graph, one, DCTERMS.accessRights, "access-right/PUBLIC", DCTERMS.RightsStatement)
    _typed(graph, one, DCAT.theme, "data-theme/GOVE", SKOS.Concept)
    if file.synthetic:
        note = URIRef(f"{file.page}#synthetic")
        graph.add((one, DCTERMS.provenance, note))
        graph.add((note, RDF.type, DCTERMS.ProvenanceStatement))
        _say(graph, note, RDFS.label, file.synthetic)
    given = URIRef(f"{file.page}#{file.form}")
    graph.add((one, DCAT.distribution, given))
    graph.add((given, RDF.type, DCAT.Distribution))
    _say(
        graph,
        given,
        DCTERMS.title,
        {key: f"{said} ({file.form.upper()})" for key, said in file.title.items()},
    )
    _say(graph, given, DCTERMS.description, file.says or file.title)
    for link in (DCAT.accessURL, DCAT.downloadURL):
        graph.add((given, link, URIRef(file.address)))
    graph.add((URIRef(file.address), RDF.type, RDFS.Resource))
    _typed(graph, given, DCTERMS.license, f"licence/{file.licence}", DCTERMS.LicenseDocument)
    _typed(graph, given, DCTERMS["format"], f"file-type/{file.form.upper()}", DCTERMS.MediaTypeOrExtent)
    graph.add((given, DCAT.byteSize, Literal(str(file.bytes), datatype=XSD.decimal)))
    graph.add((given, DCTERMS.modified, at))
    # No checksum: DCAT-AP 2.1.1 takes SHA-1 alone, which proves nothing; the SHA-256 is the file's ETag.
    there = _typed(graph, given, DCATAP.availability, "planned-availability/AVAILABLE", SKOS.Concept)
    _say(graph, there, SKOS.prefLabel, {"zh": "随时可以取用", "en": "Available"})
    return one


def _provided(graph: Graph, one: URIRef, product: Product) -> None:
    """Say from when until when it is provided."""
    if product.since is None:
        return
    first = Literal(product.since.isoformat(), datatype=XSD.date)
    graph.add((one, DCTERMS.issued, first))
    days = BNode()
    graph.add((one, DCTERMS.temporal, days))
    graph.add((days, RDF.type, DCTERMS.PeriodOfTime))
    graph.add((days, DCAT.startDate, first))
    if product.until is not None:
        graph.add((days, DCAT.endDate, Literal(product.until.isoformat(), datatype=XSD.date)))


def _where(graph: Graph, base: str, city: City) -> URIRef:
    place = city.places[city.root]
    one = URIRef(f"{base}#place-{place.code}")
    graph.add((one, RDF.type, DCTERMS.Location))
    _say(graph, one, SKOS.prefLabel, place.title)
    return one


def _contact(graph: Graph, base: str, city: City, body: str) -> URIRef:
    one = URIRef(f"{base}#contact-{body}")
    graph.add((one, RDF.type, VCARD.Organization))
    graph.add((one, RDF.type, VCARD.Kind))  # said outright: a reader need not know the vocabulary
    found = city.bodies.get(body)
    _say(graph, one, VCARD.fn, found.title if found is not None else {"zh": body})
    return one


def access(product: Product) -> str:
    """Return the EU's code of who may have it: PUBLIC, RESTRICTED (shared on a grant) or NON_PUBLIC."""
    if product.opening == "unconditional":
        return "PUBLIC"
    return "NON_PUBLIC" if product.sharing == "none" and product.opening == "none" else "RESTRICTED"


def _agent(graph: Graph, base: str, city: City, body: str) -> URIRef:
    one = URIRef(f"{base}#body-{body}")
    graph.add((one, RDF.type, FOAF.Agent))
    graph.add((one, DCTERMS.type, LOCAL))
    graph.add((LOCAL, RDF.type, SKOS.Concept))
    _say(graph, LOCAL, SKOS.prefLabel, {"zh": "地方政府", "en": "Local authority"})
    found = city.bodies.get(body)
    _say(graph, one, FOAF.name, found.title if found is not None else {"zh": body})
    return one


def _say(graph: Graph, about: URIRef | BNode, what: URIRef, text: Text) -> None:
    for language, said in text.items():
        graph.add((about, what, Literal(said, lang=language)))


def _typed(graph: Graph, about: URIRef, what: URIRef, code: str, kind: URIRef) -> URIRef:
    value = URIRef(f"{AUTHORITY}/{code}")
    graph.add((about, what, value))
    graph.add((value, RDF.type, kind))
    return value
