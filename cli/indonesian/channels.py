"""Facts that come by Kafka: how far they were taken in, and what keeps them from it."""

from __future__ import annotations

CHANNELS = {
    # In the ledger
    "{channel} was taken in up to offset {found} meanwhile, not up to {before}": (
        "{channel} sementara itu sudah diambil sampai offset {found}, bukan sampai {before}"
    ),
    "another consumer takes it in; nothing of this batch was recorded here": (
        "konsumen lain sedang mengambilnya; tidak ada dari kumpulan ini yang dicatat di sini"
    ),
    "the ledger {name} is of a format that keeps no offsets, and only its owner can change that": (
        "format buku besar {name} tidak menyimpan offset, dan hanya pemiliknya yang dapat mengubahnya"
    ),
    "let the owner run `saksi postgres init` on it, with the roles that write": (
        "mintalah pemiliknya menjalankan `saksi postgres init` padanya, dengan peran-peran yang menulis"
    ),
    "the target has taken in messages of {channel} that the source has not": (
        "tujuan sudah mengambil pesan dari {channel} yang belum diambil sumbernya"
    ),
}
