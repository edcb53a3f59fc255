"""Outside benchmarks: the product measured on cases that nobody here wrote."""
