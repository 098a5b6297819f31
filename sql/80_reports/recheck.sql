-- grain: one indicator of a project proposed for re-check, execution first
-- 说明: 复核底稿的内容：抽查项目的指标，一个指标一行
-- part: 复核底稿
with listed as (
    select
        projects.form_id,
        0 as row_no,
        '预算执行' as level1,
        null as level2,
        '预算执行率' as level3,
        null as sign,
        '100%' as target,
        '%' as unit,
        projects.weight_of_execution as weight,
        staged.rate_text as actual,
        projects.reported_execution_score as score,
    from scores.projects
    inner join staging.projects as staged
        on projects.form_id = staged.form_id

    union all by name

    select
        indicators.form_id,
        indicators.row_no,
        indicators.level1,
        indicators.level2,
        indicators.level3,
        indicators.target_comparator as sign,
        indicators.target,
        indicators.target_unit as unit,
        indicators.weight,
        indicators.actual,
        indicators.reported_score as score,
    from staging.indicators
    where indicators.scope = 'project'
)

select
    recheck.place as 次序, -- 抽查次序
    recheck.township as 乡镇, -- 乡镇
    recheck.project as 项目名称, -- 项目名称
    recheck.stratum || '：' || recheck.reason as 抽取原因, -- 抽取原因
    listed.level1 as 一级指标, -- 一级指标
    listed.level2 as 二级指标, -- 二级指标
    listed.level3 as 三级指标, -- 三级指标
    replace(replace(listed.sign, '>=', '≥'), '<=', '≤') as 指标性质, -- 指标性质
    listed.target as 指标值, -- 指标值
    listed.unit as 计量单位, -- 计量单位
    listed.weight as 权重, -- 权重
    listed.actual as 自评完成值, -- 照填报
    listed.score as 自评得分, -- 自评得分
    null::varchar as 复核完成值, -- 由复核人填写
    null::decimal(9, 2) as 复核得分, -- 由复核人填写
    null::varchar as 复核指标偏差, -- 由复核人填写
    null::varchar as 备注, -- 由复核人填写
from rankings.recheck
inner join listed
    on recheck.form_id = listed.form_id
where recheck.year = getvariable('year')
order by recheck.place, listed.row_no
