"""Pictures that people upload: measured by their outside at once, opened and made anew in a limited process.

    picture = ImageUploadField(label="画像")          # dss.images.fields; its cleaned value is a CheckedImage
    checked = check_image(request_file)               # dss.images.checking: the same without a form
    row.upload = stored_upload(checked, "posts")      # dss.images.storing: as it came, never handed out

    clean = cleaned_image(file)                       # dss.images.cleaning, in a worker's job: reads what was stored
    if clean.reason: ...                              # why it cannot be shown, in Japanese
    row.picture = stored_image(clean.picture, "posts")      # clean.picture and clean.preview are `Rendition`s

What leaves is WebP drawn from the pixels alone: no EXIF, no place, no name of a camera or a person, no colour profile,
no comment, nothing behind the picture. In the web process no picture is ever decoded; Pillow is loaded in
`dss.images.child` only, which knows nothing of Django; so nothing is imported here. `dss.downloads.shown` hands out.
"""
