"""随手拍与热线: what residents tell the city, by page, telephone, Open311 or import; who told is sealed."""
