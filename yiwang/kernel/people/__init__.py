"""Records of who may act: persons, mandates, machine clients, break-glass. Pure, as cases are.

A record is event-sourced through the same door and ledger as a case, and has no process and no clocks.
Personal data (names, staff codes, reasons) lie in the vault; records hold references only.
"""
