-- grain: one line of a report that names another unit of the roster
-- 说明: 报告出现其他单位
-- severity: warn
-- message: 自评报告中出现其他单位的名称
-- link: ；本报告的单位是
-- fix: 请核对是否从其他单位的报告复制而来；确实与该单位有关的，可不改。
with names as (
    select
        reports.*,
        right(reports.words, letters.n) as name,
        letters.n,
    from staging.reports
    inner join (select unnest(range(2, 13)) as n) as letters
        on letters.n <= length(reports.words)
    where reports.kind = 'mention'
),

-- The longest name that the words end in.
named as (
    select
        names.*,
        known.code,
    from names
    inner join rules.names as known
        on names.name = known.name
    qualify row_number() over (partition by names.form_id, names.mark_no order by names.n desc) = 1
)

select
    named.year as year, -- 年度
    named.township as township, -- 乡镇
    named.form_id as form_id, -- 表的编号
    named.file as file, -- 文件
    named.sheet as sheet, -- 工作表
    named.cell as cell, -- 单元格
    named.name as value, -- 出现的名称
    named.township as expected, -- 本单位
from named
inner join staging.townships
    on named.year = townships.year and named.township = townships.township
where named.code <> townships.township_code
