"""The data gateway (数据网关): products given to machine clients under grants, each exchange recorded first.

An enforcement adapter, not another exchange platform: it stands beside whatever a city has.
"""
