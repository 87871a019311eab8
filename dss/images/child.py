"""The process that opens a picture: `python -m dss.images.child EDGES MEGABYTES SECONDS`, the picture on stdin.

EDGES are the longest edges of the pictures to make, as "1600,480". On stdout: the length of each in eight bytes, then
the picture. Only the pixels are taken over into a new picture.
"""

from __future__ import annotations

import io
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

from dss.confined import NO_MEMORY, UNREADABLE, limit_process
from dss.images.structure import LENGTH, MAX_PIXELS

FORMATS = ("PNG", "JPEG", "WEBP")
SMOOTH = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
"""What can be made smaller as it is; a palette cannot."""
LARGEST_LOSSLESS = 600 * 1024
QUALITY = 82


def made_anew(content: bytes, edges: list[int]) -> list[bytes]:
    """WebP pictures with at most these edges, the longest first; a page shows many of the others, so they are light."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError(image.size)
        is_drawn = image.format == "PNG"
        smooth = image if image.mode in SMOOTH else image.convert(_mode(image))
        smooth.thumbnail((edges[0], edges[0]), Image.Resampling.LANCZOS, reducing_gap=2.0)
        plain = _in_common_colours(ImageOps.exif_transpose(smooth))
    made = []
    for edge in edges:
        plain.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        made.append(_written(plain, is_drawn=is_drawn and edge == edges[0]))
    return made


def _in_common_colours(image: Image.Image) -> Image.Image:
    """As sRGB without its profile, where the profile can be read; a new picture that knows nothing but pixels."""
    mode = _mode(image)
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    pixels = image.convert(mode)
    plain = Image.new(mode, pixels.size)
    plain.paste(pixels)
    return plain


def _mode(image: Image.Image) -> str:
    return "RGBA" if image.has_transparency_data else "RGB"


def _written(image: Image.Image, *, is_drawn: bool) -> bytes:
    """Screenshots stay sharp as long as that is not too heavy."""
    if is_drawn:
        image.save(sharp := io.BytesIO(), "WEBP", lossless=True, method=4)
        if sharp.tell() <= LARGEST_LOSSLESS:
            return sharp.getvalue()
    image.save(small := io.BytesIO(), "WEBP", quality=QUALITY, method=4)
    return small.getvalue()


def main(edges: str, megabytes: int, seconds: int) -> int:
    """Write the pictures and return the exit status."""
    limit_process(megabytes, seconds)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        for picture in made_anew(sys.stdin.buffer.read(), [int(edge) for edge in edges.split(",")]):
            sys.stdout.buffer.write(len(picture).to_bytes(LENGTH, "big") + picture)
    except MemoryError:
        return NO_MEMORY
    except Exception:  # noqa: BLE001 - whatever the library makes of a broken picture, the answer is the same
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
