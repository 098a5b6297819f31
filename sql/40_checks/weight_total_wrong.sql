-- grain: one form whose typed sum of weights is not their sum, which is 100
-- 说明: 填报的分值合计不对
-- severity: error
-- message: 填报的分值合计与各项分值之和不符
-- fix: 各项分值合计为100分，请改正合计一格。
with sums as (
    select
        indicators.form_id,
        round(sum(coalesce(indicators.exact_weight, indicators.weight)), 2) as weight,
        count(*) = count(indicators.weight) as is_whole,
    from staging.indicators
    group by indicators.form_id
),

stated as (
    select
        projects.year,
        projects.township,
        projects.project,
        projects.form_id,
        projects.file,
        projects.sheet,
        projects.weight_cell as cell,
        projects.reported_weight,
        coalesce(projects.execution_weight, cast(parameter('执行分值', projects.year) as decimal(12, 4))) as execution_weight,
    from staging.projects

    union all by name

    select year, township, form_id, file, sheet, weight_cell as cell, reported_weight, 0 as execution_weight,
    from staging.overalls
)

select
    stated.year as year, -- 年度
    stated.township as township, -- 乡镇
    stated.project as project, -- 项目名称
    stated.form_id as form_id, -- 表的编号
    stated.file as file, -- 文件
    stated.sheet as sheet, -- 工作表
    stated.cell as cell, -- 单元格
    '分值合计 ' || shown(stated.reported_weight) as value, -- 填报的内容
    shown(sums.weight + stated.execution_weight) as expected, -- 应为
from stated
inner join sums
    on stated.form_id = sums.form_id and sums.is_whole
-- Weights that do not come to 100 are the error itself, and their sum its echo.
where sums.weight + stated.execution_weight = 100 and abs(stated.reported_weight - 100) > 0.005
