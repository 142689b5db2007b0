"""From characters to plain values: `text_of`, `read_tree`, `read_quantity`; `Origin` says where each is written."""
