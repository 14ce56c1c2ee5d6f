"""BPMN 2.0: read, compiled to a net, stepped, drawn, and searched for what could go wrong."""
