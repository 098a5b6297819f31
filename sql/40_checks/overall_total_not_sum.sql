-- grain: one whole-department form whose total is not the sum of its scores
-- 说明: 整体自评总分与各项得分之和不符
-- severity: error
-- tolerance: 0.005
-- message: 整体自评总分与各项得分之和不符
-- fix: 请核对各项得分和总分，改正错误的一项。
select
    overalls.year as year, -- 年度
    overalls.township as township, -- 乡镇
    overalls.form_id as form_id, -- 表的编号
    overalls.form_id as equation, -- 勾稽关系的编号
    overalls.file as file, -- 文件
    overalls.sheet as sheet, -- 工作表
    overalls.total_cell as cell, -- 单元格
    shown(overalls.reported_total) as value, -- 填报的总分
    shown(sum(indicators.reported_score)) as expected, -- 各项得分之和
from staging.overalls
inner join staging.indicators
    on overalls.form_id = indicators.form_id and indicators.scope = 'department'
group by all
having count(*) = count(indicators.reported_score)
    and abs(overalls.reported_total - sum(indicators.reported_score))
        > tolerance('overall_total_not_sum', overalls.year)

union all by name

-- The total in the head of the form is the one below the table.
select
    overalls.year as year,
    overalls.township as township,
    overalls.form_id as form_id,
    overalls.file as file,
    overalls.sheet as sheet,
    overalls.head_cell as cell,
    '表头的总分 ' || shown(overalls.head_total) as value,
    shown(overalls.reported_total) || '（' || overalls.total_cell || '）' as expected,
from staging.overalls
where overalls.head_total <> overalls.reported_total
