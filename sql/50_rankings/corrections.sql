-- grain: one error or doubt, by how much it moves the county's figures
-- 说明: 整改次序：按对全县金额和得分的影响从大到小，一个问题一行
with stakes as (
    select
        findings.*,
        -- What the finding is about: one project's amount, or the whole township's.
        coalesce(
            projects.adjusted_budget,
            case when findings.project is null then townships.adjusted_budget end
        ) as amount,
        case
            when findings.form_id is not null and overalls.form_id is not null
                then abs(coalesce(overalls.reported_total - overalls.machine_total, 0))
            when projects.form_id is not null
                then share(abs(coalesce(projects.gap, 0)), 1, nullif(townships.project_forms, 0))
        end as points,
    from checks.findings
    left join scores.projects
        on findings.form_id = projects.form_id
    left join scores.overalls
        on findings.form_id = overalls.form_id
    left join scores.townships
        on findings.year = townships.year and findings.township = townships.township
    where findings.severity in ('error', 'warn')
),

totals as (
    select
        townships.year,
        sum(townships.adjusted_budget) as adjusted_budget,
    from scores.townships
    group by townships.year
)

select
    stakes.year as year, -- 年度
    row_number() over (
        partition by stakes.year
        -- Who sent nothing comes first: all its figures are missing.
        order by stakes.code = 'not_submitted' desc, stakes.severity = 'error' desc, stakes.amount desc nulls last, stakes.points desc nulls last, stakes.finding_id
    ) as place, -- 整改次序
    stakes.finding_id as finding_id, -- 问题编号
    stakes.severity as severity, -- 级别：error 错误、warn 疑点
    stakes.code as code, -- 审核代码
    stakes.township as township, -- 乡镇
    stakes.project as project, -- 项目名称
    stakes.message as message, -- 问题
    cast(stakes.amount as decimal(18, 6)) as amount, -- 涉及金额（万元）
    share(stakes.amount, 100, nullif(totals.adjusted_budget, 0)) as amount_share, -- 占全县预算的百分比
    cast(stakes.points as decimal(9, 2)) as points, -- 对乡镇得分的影响（分）
    stakes.file as file, -- 文件
    stakes.sheet as sheet, -- 工作表
    stakes.cell as cell, -- 单元格
from stakes
left join totals
    on stakes.year = totals.year
order by stakes.year, place
