"""The form of an evidence file: sections to print, documents to pack, and the manifest that proves the archive."""
