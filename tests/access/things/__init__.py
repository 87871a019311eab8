"""One object of each kind, room by room, made from the bottom up."""
