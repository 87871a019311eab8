"""Pages of procurement: the municipality's side and the vendor's desk."""
