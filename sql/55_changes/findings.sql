-- grain: one row a finding that is open, or that was in the last published set and no longer is
-- 说明: 问题的来去：仍在的和较上次消除的，一个问题一行
with present as (
    select
        findings.*,
    from checks.findings
    where findings.year = getvariable('year')
),

past as (
    select
        findings.*,
    from previous.findings
    where findings.year = getvariable('year')
),

paired as (
    select
        coalesce(present.finding_id, past.finding_id) as finding_id,
        getvariable('year') as year,
        coalesce(present.township, past.township) as township,
        coalesce(present.project, past.project) as project,
        case
            when present.finding_id is null then 'closed'
            when past.finding_id is null and getvariable('has_previous') then 'opened'
            else 'open'
        end as status,
        coalesce(present.severity, past.severity) as severity,
        coalesce(present.code, past.code) as code,
        coalesce(present.message, past.message) as message,
        coalesce(present.file, past.file) as file,
        coalesce(present.sheet, past.sheet) as sheet,
        coalesce(present.cell, past.cell) as cell,
    from present
    full outer join past
        on present.finding_id = past.finding_id
)

select
    paired.finding_id as finding_id, -- 问题编号（各次运行不变）
    paired.year as year, -- 年度
    paired.township as township, -- 乡镇
    paired.project as project, -- 项目名称
    paired.status as status, -- 情况：open 仍在、opened 新增、closed 消除
    -- A finding that comes back counts from its return.
    coalesce(history.first_seen, getvariable('today')) as first_seen, -- 首次发现的日期
    case when paired.status = 'closed' then
        date_diff('day', coalesce(history.first_seen, getvariable('today')), getvariable('today'))
    end as days_open, -- 消除前存在的天数
    paired.severity as severity, -- 级别
    paired.code as code, -- 审核代码
    paired.message as message, -- 问题
    paired.file as file, -- 文件
    paired.sheet as sheet, -- 工作表
    paired.cell as cell, -- 单元格
    case when paired.status <> 'open' then
        coalesce(own.words, causes.cause, case
            when (select count(*) from changes.files) > 0 then '材料有变化'
            else '规则或程序有变化'
        end)
    end as cause -- 新增或消除的原因
from paired
left join previous.history
    on paired.finding_id = history.finding_id and history.status <> 'closed'
left join changes.files as own
    on paired.file = own.file
left join changes.causes
    on paired.township = causes.township
order by paired.township nulls first, paired.status, paired.code, paired.finding_id
