"""The ledger: chains that break where they were touched, trees that prove what they hold."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel import ledger

# The eight leaves and the roots of every size: the reference vectors of Certificate Transparency
# (the leaf inputs are data; roots recomputed by the naive definition below and checked against it).
LEAVES = [bytes([n]) * (n % 5) for n in range(40)]


def hashed(leaves):
    return [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]


def naive_root(leaves):
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def test_the_tree_is_the_one_of_the_standard():
    for size in range(len(LEAVES) + 1):
        nodes = ledger.nodes_of(hashed(LEAVES))
        assert ledger.tree_root(nodes, size) == naive_root(LEAVES[:size])


def test_the_known_roots_of_certificate_transparency_hold():
    inputs = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    nodes = ledger.nodes_of(hashed([bytes.fromhex(text) for text in inputs]))
    assert (
        ledger.tree_root(nodes, 8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )
    assert (
        ledger.tree_root(nodes, 1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_a_growing_tree_tells_the_same_root_as_the_whole():
    frontier = ledger.Frontier()
    leaves = hashed(LEAVES)
    for size, leaf in enumerate(leaves, start=1):
        frontier.add(leaf)
        assert frontier.root() == ledger.tree_root(ledger.nodes_of(leaves), size)
        again = ledger.Frontier(frontier.size, frontier.peaks)
        assert again.root() == frontier.root()


@settings(derandomize=True, max_examples=200)
@given(size=st.integers(1, 70), data=st.data())
def test_every_entry_can_be_shown_to_be_under_the_root(size, data):
    leaves = hashed([str(n).encode() for n in range(size)])
    nodes = ledger.nodes_of(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = ledger.inclusion_proof(nodes, index, size)
    root = ledger.tree_root(nodes, size)
    assert ledger.root_from_inclusion(leaves[index], index, size, path) == root
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert ledger.root_from_inclusion(leaves[other], index, size, path) != root
        assert ledger.root_from_inclusion(leaves[index], other, size, path) != root
    assert ledger.root_from_inclusion(leaves[index], index, size, [*path, root]) is None
    if path:
        assert ledger.root_from_inclusion(leaves[index], index, size, path[:-1]) is None


@settings(derandomize=True, max_examples=200)
@given(new=st.integers(1, 70), data=st.data())
def test_a_later_root_is_shown_to_keep_all_that_was_under_an_earlier_one(new, data):
    old = data.draw(st.integers(1, new))
    leaves = hashed([str(n).encode() for n in range(new)])
    nodes = ledger.nodes_of(leaves)
    path = ledger.consistency_proof(nodes, old, new)
    roots = ledger.tree_root(nodes, old), ledger.tree_root(nodes, new)
    assert ledger.is_consistent(old, new, *roots, path)
    touched = [*leaves]
    touched[data.draw(st.integers(0, old - 1))] = bytes(32)
    forged = ledger.tree_root(ledger.nodes_of(touched), new)
    assert not ledger.is_consistent(old, new, roots[0], forged, path)


def test_a_chain_names_the_first_entry_that_was_touched():
    start = ledger.genesis("yueyang", "case/1")
    bodies = [b"one", b"two", b"three"]
    entries, previous = [], start
    for body in bodies:
        previous = ledger.chain(previous, body)
        entries.append((body, previous))
    assert ledger.first_break(start, entries) is None
    entries[1] = (b"TWO", entries[1][1])
    assert ledger.first_break(start, entries) == 1
    assert ledger.first_break(ledger.genesis("other", "case/1"), entries) == 0


def test_two_spellings_of_one_value_have_the_same_bytes():
    assert ledger.canonical({"b": 1, "a": "é岳"}) == '{"a":"é岳","b":1}'.encode()
