-- grain: one decision of the bureau that is not complete, or is about what is not there
-- 说明: 处理意见不能采用
-- severity: warn
-- message: 处理意见没有采用
-- link: ；
-- fix: 请财政局在 处理意见.xlsx 中补全：豁免须有理由和处理人员，有效期写成 2024年12月31日 或留空，问题编号照原样保留。
with known as (
    select events.finding_id from previous.events where events.year = getvariable('year')

    union

    select history.finding_id from previous.history
),

filed as (
    select distinct
        projects.year,
        projects.township,
        name_key(projects.project) as project_key,
    from staging.projects
    where projects.counted and projects.project is not null
),

-- Which names of a confirmation nobody filed: of a ledger's project the one that is to be it, of another name both.
confirmed as (
    select
        pairings.*,
        '台账项目对应：' || pairings.project as what,
        [{year: pairings.year, project: pairings.project}] as names,
    from staging.pairings

    union all by name

    select
        renamings.*,
        '项目更名对应：' || concat_ws('，', renamings.project, renamings.last_project) as what,
        [
            {year: renamings.year, project: renamings.project},
            {year: renamings.year - 1, project: renamings.last_project}
        ] as names,
    from staging.renamings
),

absent as (
    select
        confirmed.*,
        each_name.name.year as name_year,
        each_name.name.project as name_project,
    from confirmed
    cross join unnest(confirmed.names) as each_name(name)
    left join filed
        on each_name.name.year = filed.year and confirmed.township = filed.township
            and name_key(each_name.name.project) = filed.project_key
    where confirmed.is_same and filed.project_key is null
        -- Who sent nothing that year may still do so.
        and exists (
            from filed as others
            where others.year = each_name.name.year and others.township = confirmed.township
        )
)

select
    decisions.year as year, -- 年度
    decisions.file as file, -- 文件
    decisions.sheet as sheet, -- 工作表
    decisions.cell as cell, -- 单元格
    '问题 ' || decisions.finding_id || '：' || decisions.opinion as value, -- 哪个问题的意见
    coalesce(decisions.fault, '没有这个编号的问题') as expected, -- 原因
from staging.decisions
where decisions.fault is not null
    -- Without an earlier set nothing is known of what was found.
    or decisions.year = getvariable('year') and (select count(*) from known) > 0
        and decisions.finding_id not in (select known.finding_id from known)

union all by name

select
    absent.year as year,
    absent.file as file,
    absent.sheet as sheet,
    absent.cell as cell,
    absent.what as value,
    absent.township || absent.name_year || '年填报的项目中没有“' || absent.name_project || '”' as expected,
from absent
