"""Letters of a discipline case as drafts: summons, record, decision, receipt, in Bahasa Indonesia, as PDF.

    particulars  what a letter says that only its writer knows: its date, a place, who signs
    draft        what a letter is filled with: the case, who is who, what the case rests on, the law
    citation     references as a letter spells them out
    paper        a filled template as PDF, marked as a draft on every page

Each template (``*.xml.jinja``) is the text of one letter. Numbers, signatures and ranks stay blank: Saksi holds none.
"""
