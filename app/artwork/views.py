"""What other rooms may join: one light row for each file, without its report."""

from sqlalchemy import Select, select

from app.artwork.models import Artwork, ArtworkCheck


def cards() -> Select[int, int, str, int, str, int | None]:
    """Columns `artwork_id, account_id, name, size, worst, page_count`; `worst` is "" or None while it waits."""
    return select(
        Artwork.id.label("artwork_id"),
        Artwork.account_id,
        Artwork.name,
        Artwork.size,
        ArtworkCheck.worst,
        ArtworkCheck.page_count,
    ).outerjoin(ArtworkCheck, ArtworkCheck.id == Artwork.check_id)
