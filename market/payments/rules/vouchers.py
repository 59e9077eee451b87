"""What may be kept as a voucher."""

VOUCHER_LIMIT = 10 * 1024 * 1024
VOUCHER_SIGNS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n"}


def is_voucher(filename: str, head: bytes) -> bool:
    """Whether a file may be kept as a voucher: a PDF, JPEG or PNG that is what its name says."""
    sign = VOUCHER_SIGNS.get(filename.rpartition(".")[2].lower())
    return sign is not None and head.startswith(sign)
