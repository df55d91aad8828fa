"""Archives that people hand in → folders of regular files, whatever bytes they are made of."""

from checker.archives.unpacking import KINDS, MOST_ARCHIVE_BYTES, Unpacked, is_archive, unpacked

__all__ = ["KINDS", "MOST_ARCHIVE_BYTES", "Unpacked", "is_archive", "unpacked"]
