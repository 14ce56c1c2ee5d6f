"""一网协同, begun: the catalogue of data products, who may use each for what, and where each is used."""
