-- grain: one row a township, then the county
-- 说明: 等级分布
-- sheet: 等级分布
-- order: 7
-- sums: 项目数, 一等, 二等, 三等, 四等, 不可评
with lines as (
    select
        1 as part,
        townships.township_code,
        townships.township,
        townships.project_forms,
        townships.first_grade,
        townships.second_grade,
        townships.third_grade,
        townships.fourth_grade,
        townships.ungraded,
    from scores.townships
    where townships.year = getvariable('year')

    union all by name

    select
        2 as part,
        '全县合计' as township,
        cast(sum(townships.project_forms) as bigint) as project_forms,
        cast(sum(townships.first_grade) as bigint) as first_grade,
        cast(sum(townships.second_grade) as bigint) as second_grade,
        cast(sum(townships.third_grade) as bigint) as third_grade,
        cast(sum(townships.fourth_grade) as bigint) as fourth_grade,
        cast(sum(townships.ungraded) as bigint) as ungraded,
    from scores.townships
    where townships.year = getvariable('year')
)

select
    lines.township as 乡镇, -- 单位名称
    lines.project_forms as 项目数, -- 计入的项目自评表
    lines.first_grade as 一等, -- 复算得分在第一等
    lines.second_grade as 二等, -- 复算得分在第二等
    lines.third_grade as 三等, -- 复算得分在第三等
    lines.fourth_grade as 四等, -- 复算得分在第四等
    lines.ungraded as 不可评, -- 没有复算得分
    share(lines.first_grade, 100, nullif(lines.project_forms, 0)) as "一等占比（%）", -- 一等÷项目数
from lines
order by lines.part, lines.township_code
