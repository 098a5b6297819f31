-- grain: one project that counts, with what speaks for its re-check
-- 说明: 可抽查复核的项目：风险分和抽签号，一个项目一行
-- kept: no
with risks as (
    select
        findings.form_id,
        count(*) filter (where findings.severity = 'error') as errors,
        count(*) filter (where findings.severity = 'warn') as warnings,
    from checks.findings
    where findings.form_id is not null
    group by findings.form_id
)

select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    projects.form_id as form_id, -- 表的编号
    projects.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    projects.reported_total as reported_total, -- 自评总分
    projects.machine_total as machine_total, -- 复算总分
    projects.warning_light as warning_light, -- 自评预警的灯
    coalesce(risks.errors, 0) as errors, -- 错误数
    coalesce(risks.warnings, 0) as warnings, -- 疑点数
    -- An error weighs 10, a doubt 3, a red light 3, a yellow one 1, a point of self above machine 1.
    coalesce(risks.errors, 0) * 10 + coalesce(risks.warnings, 0) * 3
        + case projects.warning_light when '红' then 3 when '黄' then 1 else 0 end
        + greatest(coalesce(projects.gap, 0), 0) as risk, -- 风险分
    -- The same seed draws the same projects, whatever the order of files.
    coalesce(parameter('抽查种子', projects.year), cast(projects.year as varchar)) as seed, -- 随机种子
    md5(concat_ws('|', seed, projects.township, name_key(projects.project), projects.form_id)) as lot, -- 抽签号
from scores.projects
left join risks
    on projects.form_id = risks.form_id
where projects.counted
