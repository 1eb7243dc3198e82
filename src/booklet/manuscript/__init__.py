"""From files to a Book: finding and decoding files, Markdown to nodes, nodes to sections."""
