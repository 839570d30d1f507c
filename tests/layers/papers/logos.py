"""A logo of plain shapes."""

DRAWN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">'
    b'<rect width="80" height="80" rx="12" fill="#1d5f8a"/>'
    b'<circle cx="40" cy="40" r="22" fill="#ffffff"/>'
    b'<path d="M100 20h90v14h-90zM100 46h60v14h-60z" fill="#16202c"/></svg>'
)
