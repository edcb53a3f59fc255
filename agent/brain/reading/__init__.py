"""Values and acts in what a customer says, in five languages. Pure functions on text; spans are character offsets."""
