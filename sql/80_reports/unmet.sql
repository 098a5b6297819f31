-- grain: one indicator of a township's projects that lost points
-- 说明: 自评报告逐项说明的未完成的指标（财预〔2020〕10号）
-- part: 未达指标
select
    indicators.township as 乡镇, -- 单位名称
    row_number() over (
        partition by indicators.township order by projects.file, indicators.form_id, indicators.row_no
    ) as 序号, -- 次序
    projects.project as 项目名称, -- 表内填报
    indicators.level3 as 指标, -- 三级指标
    indicators.target as 指标值, -- 表内填报
    indicators.actual as 完成值, -- 表内填报
    cast(indicators.weight - indicators.reported_score as decimal(12, 2)) as "扣分（分）", -- 分值减自评得分
    case
        when says_nothing(indicators.reason) then awaited('未完成的原因')
        else rtrim(trim(indicators.reason), '。；;.') || '。'
    end as 偏差原因及改进措施, -- 表内填报，没有的注明待补充
from staging.indicators
inner join scores.projects
    on indicators.form_id = projects.form_id and projects.counted
where indicators.scope = 'project' and indicators.year = getvariable('year')
    and indicators.reported_score < indicators.weight
order by indicators.township, 序号
