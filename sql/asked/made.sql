-- grain: one row: when the set was made, and what its sums of money leave out
select
    strftime(cast(getvariable('today') as date), '%Y年%-m月%-d日') as made_on,
    (
        select string_agg(county.left_out_list, '；' order by county.item_no)
        from marked.county
        where county.year = getvariable('year')
    ) as left_out,
