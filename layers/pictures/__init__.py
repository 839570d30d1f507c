"""Static maps drawn from the data: sheet, areas, labels, legend and marks."""
