-- grain: one township that gives reasons word for word as others do
-- 说明: 简短的偏差原因多个乡镇一字不差
-- across: counties
-- severity: note
-- message: 偏差原因与其他乡镇一字不差
-- link: ；
-- fix: 请写明本单位、本项目的具体原因和改进措施。
with reasons as (
    select
        indicators.*,
        regexp_replace(indicators.reason, '[\s　\p{P}\p{S}]', '', 'g') as letters,
    from staging.indicators
    where indicators.township is not null and not says_nothing(indicators.reason)
),

-- Longer ones are compared for likeness (text_copied).
spread as (
    select
        reasons.year,
        reasons.letters,
        count(*) as times,
        count(distinct reasons.township) as townships,
    from reasons
    where length(reasons.letters) between 6 and cast(parameter('文本最少字数', reasons.year) as integer) - 1
    group by reasons.year, reasons.letters
)

select
    reasons.year as year, -- 年度
    reasons.township as township, -- 乡镇
    min_by(reasons.file, (reasons.sheet, reasons.row_no)) as file, -- 文件
    min_by(reasons.sheet, (reasons.sheet, reasons.row_no)) as sheet, -- 工作表
    min_by(reasons.reason_cell, (reasons.sheet, reasons.row_no)) as cell, -- 单元格
    count(*) || ' 处，如“' || min_by(reasons.reason, (reasons.sheet, reasons.row_no)) || '”' as value, -- 偏差原因
    '这句话' || whole() || ' ' || min_by(spread.townships, (reasons.sheet, reasons.row_no)) || ' 个乡镇共 '
        || min_by(spread.times, (reasons.sheet, reasons.row_no)) || ' 处' as expected, -- 全县的次数
from reasons
inner join spread
    on reasons.year = spread.year and reasons.letters = spread.letters
where spread.townships >= 2 and spread.times >= 3
group by reasons.year, reasons.township
