"""The evidence of a discipline case: its export, and its verification."""

from __future__ import annotations

CASE_EVIDENCE = {
    # saksi evidence export --case
    "In place of the NIP: all that this discipline case rests on.": (
        "Sebagai ganti NIP: semua yang menjadi dasar perkara disiplin ini."
    ),
    "With --case, the ZIP holds the discipline case too: each basis as it was known then and as it is known now, every "
    "step with its proof, and the rules of discipline. Its days are, unless told, those of all bases.": (
        "Dengan --case, ZIP juga memuat perkara disiplinnya: setiap dasar sebagaimana diketahui waktu itu dan "
        "sebagaimana kini diketahui, setiap langkah dengan buktinya, dan aturan disiplin. Bila tidak disebut, "
        "hari-harinya adalah hari-hari semua dasar."
    ),
    "evidence is either about one employee or about one case": (
        "bukti adalah tentang seorang pegawai atau tentang satu perkara"
    ),
    "give the NIP, or --case with the id of the case, and not both": (
        "beri NIP, atau --case dengan id perkara, jangan keduanya"
    ),
    "Case {case}: {n} steps, {bases} bases as known then and now; digest {digest}": (
        "Perkara {case}: {n} langkah, {bases} dasar sebagaimana diketahui waktu itu dan kini; sidik {digest}"
    ),
    "the step at position {position} of the case {case} says that it rests on a replay of the digest {digest}, but "
    "that replay has the digest {found}": (
        "langkah pada posisi {position} dari perkara {case} menyebut dasar bersidik {digest}, tetapi sidik dasar itu "
        "{found}"
    ),
    "another engine or program recorded that step; export the employee's evidence by the NIP instead": (
        "langkah itu dicatat oleh mesin atau program lain; ekspor bukti pegawainya menurut NIP"
    ),
    # saksi evidence verify
    "Case {case}, digest {digest}.": "Perkara {case}, sidik {digest}.",
    "{count} sets of discipline rules, all there are": "{count} himpunan aturan disiplin, semua yang ada",
    "{count} steps of the case {case}, all there are, and {bases} bases as they were read then": (
        "{count} langkah perkara {case}, semua yang ada, dan {bases} dasar sebagaimana dibaca waktu itu"
    ),
    "the case and its {count} bases, as known then and now, follow from these facts too": (
        "perkara dan {count} dasarnya, sebagaimana diketahui waktu itu dan kini, juga mengikuti dari fakta-fakta ini"
    ),
    "whether where the case stands follows from these facts (--replay)": (
        "apakah kedudukan perkara mengikuti dari fakta-fakta ini (--replay)"
    ),
    "the documents that the steps name by SHA-256, and whether each step was lawful": (
        "dokumen yang disebut langkah-langkahnya dengan SHA-256, dan apakah setiap langkah sah"
    ),
    # False
    "bundle.json has format {version}, which does not fit its case": (
        "bundle.json berformat {version}, yang tidak sesuai dengan perkaranya"
    ),
    "bundle.json and case.json name different cases or digests": (
        "bundle.json dan case.json menyebut perkara atau sidik yang berlainan"
    ),
    "the case in case.json has the digest {digest}, not {said}": "perkara di case.json bersidik {digest}, bukan {said}",
    "case.json names a step at position {position}, where the bundle has no entry of the case": (
        "case.json menyebut langkah pada posisi {position}, padahal di situ berkas bukti tidak memuat entri perkara ini"
    ),
    "case.json says of the step at position {position} what its entry does not say": (
        "case.json mengatakan tentang langkah pada posisi {position} yang tidak dikatakan entrinya"
    ),
    "the step of the case at position {position} is left out of case.json": (
        "langkah perkara pada posisi {position} dihilangkan dari case.json"
    ),
    "the steps in case.json are out of order, or one stands twice": (
        "langkah-langkah di case.json tidak berurutan, atau ada yang tertulis dua kali"
    ),
    "the bases in case.json are not those that its steps hold": (
        "dasar-dasar di case.json bukan yang dimuat langkah-langkahnya"
    ),
    "the replay of the basis at position {position}, known then, has the digest {digest}, not {said}": (
        "dasar pada posisi {position}, sebagaimana diketahui waktu itu, bersidik {digest}, bukan {said}"
    ),
    "the replay of the basis at position {position}, known now, has the digest {digest}, not {said}": (
        "dasar pada posisi {position}, sebagaimana kini diketahui, bersidik {digest}, bukan {said}"
    ),
    "the step at position {position} holds the digest {digest}, and case.json shows a basis of {said}": (
        "langkah pada posisi {position} memuat sidik {digest}, tetapi case.json memuat dasar bersidik {said}"
    ),
    "what the basis at position {position} reads now is the answer to another question": (
        "yang kini diketahui tentang dasar pada posisi {position} menjawab pertanyaan lain"
    ),
    "the case in case.json does not stand as replay.json says it does": (
        "perkara di case.json tidak berkedudukan seperti kata replay.json"
    ),
    "the ledger has {expected} sets of discipline rules, but {count} are in the bundle": (
        "buku besar memiliki {expected} himpunan aturan disiplin, tetapi {count} yang ada di berkas bukti"
    ),
    "the case does not follow from the facts: {path} is {said} in case.json, and {found} by the facts": (
        "perkara tidak mengikuti dari fakta: {path} adalah {said} di case.json, padahal {found} menurut fakta"
    ),
    "the case was changed, or made by another program: look at it in the ledger with `saksi case show`": (
        "perkaranya diubah, atau dibuat program lain: lihat di buku besar dengan `saksi case show`"
    ),
}
