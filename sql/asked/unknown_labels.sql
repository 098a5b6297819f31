-- grain: one wording of the published year that 表样 does not have, the most frequent first
select
    unknown_labels.wording,
    unknown_labels.proposed,
    unknown_labels.times,
    unknown_labels.file || ' ' || unknown_labels.sheet || coalesce('!' || unknown_labels.cell, '') as example,
from sources.unknown_labels
where unknown_labels.year = getvariable('year')
order by unknown_labels.times desc, unknown_labels.file, unknown_labels.position, unknown_labels.wording
