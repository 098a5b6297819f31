-- grain: one form with a total above 100
-- 说明: 自评总分超过100
-- severity: error
-- message: 自评总分超过100分
-- fix: 总分不得超过100分，请核对各项得分。
with sums as (
    select
        indicators.form_id,
        sum(indicators.reported_score) as score,
    from staging.indicators
    group by indicators.form_id
)

select
    stated.year as year, -- 年度
    stated.township as township, -- 乡镇
    stated.project as project, -- 项目名称
    stated.form_id as form_id, -- 表的编号
    stated.file as file, -- 文件
    stated.sheet as sheet, -- 工作表
    stated.total_cell as cell, -- 单元格
    shown(stated.reported_total) as value, -- 填报的内容
    '不超过 100' as expected, -- 应为
    -- The finding of score_over_weight names this cell as well.
    case
        when stated.reported_total - 100 = stated.execution_score - executions.weight and exists (
            from checks.score_over_weight as wrong
            where wrong.form_id = stated.form_id and wrong.row_no is null
        ) then '提示'
    end as severity_word, -- 全由预算执行率得分超过分值造成的是提示
from (
    select year, township, project, form_id, file, sheet, total_cell, reported_total,
        reported_execution_score as execution_score,
    from staging.projects

    union all by name

    select year, township, form_id, file, sheet, total_cell, reported_total, 0 as execution_score,
    from staging.overalls
) as stated
left join scores.project_executions as executions
    on stated.form_id = executions.form_id
where round(stated.reported_total, 2) > 100
    -- The echo of a score above its weight, and a total that is not its sum is said at the same cell.
    and not exists (
        from checks.score_over_weight as wrong
        where wrong.form_id = stated.form_id and wrong.row_no is not null
    )
    and not exists (from checks.weights_not_100 as wrong where wrong.form_id = stated.form_id)
    and not exists (
        from sums
        where sums.form_id = stated.form_id
            and abs(sums.score + stated.execution_score - stated.reported_total) > 0.005
    )
