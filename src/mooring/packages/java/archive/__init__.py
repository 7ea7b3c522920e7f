"""Java archives: what is inside, and which Maven coordinates they go by. Helpers of the reader `java-archive`."""
