-- grain: one goal or indicator that is not well set
-- 说明: 目标质量
-- sheet: 目标质量
-- order: 17
-- empty: left out
select
    vague.township as 乡镇, -- 单位名称
    vague.project as 项目名称, -- 有关项目
    case vague.kind
        when 'goal' then '目标没有数量'
        when 'target' then '指标不可衡量'
        when 'level2' then '归类不当'
        when 'copied' then '整套雷同'
        else '比上年放宽'
    end as 问题, -- 按写法判断
    vague.value as 原文, -- 填报的内容
    vague.fix as 怎样改, -- 可以照此修改
    place_of(vague.file, vague.sheet, vague.cell) as 原文的出处, -- 文件、工作表、单元格
from rankings.vague
inner join staging.townships
    on vague.year = townships.year and vague.township = townships.township
where vague.year = getvariable('year')
order by townships.township_code, vague.project, vague.kind, vague.cell
