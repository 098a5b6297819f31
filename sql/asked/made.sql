-- grain: one row: when the set was made, of which materials, and what its sums of money leave out
-- The batch is a number that the files that were read give: the same materials have the same one, on any machine.
select
    strftime(cast(getvariable('today') as date), '%Y年%-m月%-d日') as made_on,
    (
        select batch_of(list(files.file_sha))
        from sources.files
        where files.year = getvariable('year') and files.fate = 'read'
    ) as batch,
    (
        select string_agg(county.left_out_list, '；' order by county.item_no)
        from marked.county
        where county.year = getvariable('year')
    ) as left_out,
