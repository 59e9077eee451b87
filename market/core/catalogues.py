"""Bring one feature's Chinese catalogue up to date with the sentences found in its code and templates."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from market.core.i18n import CATALOGUES


def update(feature: str, template: Path) -> Catalog:
    """Keep translations of sentences still used, drop the others, add new ones empty; nothing fuzzy."""
    target = CATALOGUES / "zh" / "LC_MESSAGES" / f"{feature}.po"
    with template.open("rb") as stream:
        found = read_po(stream)
    known = Catalog()
    if target.exists():
        with target.open("rb") as stream:
            known = read_po(stream, locale="zh")
    result = Catalog(
        locale="zh", domain=feature, fuzzy=False, charset="utf-8", header_comment=f"# Chinese: {feature}"
    )
    for message in sorted(found, key=lambda item: str(item.id)):
        if not message.id:
            continue
        before = known.get(message.id, message.context)
        result.add(
            message.id,
            before.string if before else None,
            flags=message.flags - {"fuzzy"},
            context=message.context,
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_po(stream, result, width=0, omit_header=False, no_location=True, ignore_obsolete=True)
    return result


def main() -> None:
    """Command line: FEATURE TEMPLATE."""
    catalogue = update(sys.argv[1], Path(sys.argv[2]))
    missing = [message.id for message in catalogue if message.id and not message.string]
    sys.stdout.write(f"{sys.argv[1]}: {len(catalogue)} sentences, {len(missing)} without Chinese\n")


if __name__ == "__main__":
    main()
