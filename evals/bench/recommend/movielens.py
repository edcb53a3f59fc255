"""The columns of MovieLens 100K's ``u.item``, as its README lists them."""

GENRES = (
    "unknown", "action", "adventure", "animation", "children", "comedy", "crime", "documentary", "drama", "fantasy",
    "noir", "horror", "musical", "mystery", "romance", "science fiction", "thriller", "war", "western",
)  # fmt: skip
