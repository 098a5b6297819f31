-- grain: one required section (报告章节) that a report lacks
-- 说明: 报告缺少章节
-- severity: warn
-- message: 自评报告缺少规定的部分
-- fix: 请补写这一部分；没有内容的写“无”。本县不要求的，请财政局在规则的报告章节中改为非必备。
with wanted as (
    select
        sections.section,
        row_number() over (order by sections.row_no) as place,
    from rules.sections
    where sections.required = '是'
),

present as (
    select
        reports.form_id,
        reports.mark_no,
        reports.cell,
        unnest(string_split(reports.expected, '|')) as section,
    from staging.reports
    where reports.kind = 'section'
),

placed as (
    select
        present.form_id,
        wanted.place,
        min_by(present.cell, present.mark_no) as cell,
    from present
    inner join wanted
        on present.section = wanted.section
    group by present.form_id, wanted.place
)

select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    -- Where it belongs: at the section that follows, else at the last.
    coalesce(
        (
            select min_by(placed.cell, placed.place)
            from placed
            where placed.form_id = forms.form_id and placed.place > wanted.place
        ),
        (select max_by(placed.cell, placed.place) from placed where placed.form_id = forms.form_id),
        forms.cell
    ) as cell, -- 单元格
    '“' || ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'][wanted.place] || '、' || wanted.section || '”'
        as expected, -- 缺少的部分
from staging.forms
cross join wanted
where forms.form = 'report' and forms.is_counted and forms.township is not null
    and not exists (from placed where placed.form_id = forms.form_id and placed.place = wanted.place)
