"""What is drawn: views, colours, legends, maps and files."""
