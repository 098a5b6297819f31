-- grain: one row a project that counts and a source of its funds with an amount, then the county's sums a source
-- 说明: 项目资金来源
-- sheet: 项目资金来源
-- order: 5
-- sums: 年初预算数（万元）, 全年预算数（万元）, 全年执行数（万元） by 资金来源 where 计入合计
with sources as (
    select
        funding.*,
        projects.project,
        projects.file,
        projects.sheet,
        projects.form_no,
        townships.township_code,
        string_agg(
            case cells.figure
                when 'initial_budget' then '年初预算数'
                when 'adjusted_budget' then '全年预算数'
                else '全年执行数'
            end,
            '、'
            order by array_position(['initial_budget', 'adjusted_budget', 'executed'], cells.figure)
        ) filter (where cells.figure is not null) as marked_figures,
    from staging.funding
    inner join staging.projects
        on funding.form_id = projects.form_id and projects.counted
    inner join staging.townships
        on funding.year = townships.year and funding.township = townships.township
    left join marked.cells
        on funding.form_id = cells.form_id and cells.line not in ('total', 'sum')
            and cells.cell in (funding.initial_budget_cell, funding.adjusted_budget_cell, funding.executed_cell)
    where funding.year = getvariable('year')
        and (funding.initial_budget <> 0 or funding.adjusted_budget <> 0 or funding.executed <> 0 or funding.has_issue)
    group by all
),

lines as (
    select
        1 as part,
        sources.*,
        case when sources.marked_figures is null then '是' else '否' end as is_counted,
        '※ ' || sources.marked_figures || '有错误未改正，照填报列示，未计入合计' as note,
    from sources

    union all by name

    select
        2 as part,
        whole() || '合计' as township,
        sources.source,
        cast(sum(sources.initial_budget) filter (where sources.marked_figures is null) as decimal(24, 6))
            as initial_budget,
        cast(sum(sources.adjusted_budget) filter (where sources.marked_figures is null) as decimal(24, 6))
            as adjusted_budget,
        cast(sum(sources.executed) filter (where sources.marked_figures is null) as decimal(24, 6)) as executed,
        case when count(sources.marked_figures) > 0
            then '另有' || count(sources.marked_figures) || '项有误，未计入，见标※的各行'
        end as note,
    from sources
    group by sources.source
)

select
    lines.township as 乡镇, -- 单位名称
    lines.project as 项目名称, -- 表内填报
    lines.source as 资金来源, -- 当年财政拨款、上年结转资金、其他资金
    lines.initial_budget as "年初预算数（万元）", -- 表内填报
    lines.adjusted_budget as "全年预算数（万元）", -- 表内填报
    lines.executed as "全年执行数（万元）", -- 表内填报
    lines.is_counted as 计入合计, -- 有错误未改正的不计入
    lines.note as 说明, -- 哪个数有误，合计中没有计入哪些
    place_of(lines.file, lines.sheet, lines.initial_budget_cell) as "年初预算数（万元）的出处", -- 文件、工作表、单元格
    place_of(lines.file, lines.sheet, lines.adjusted_budget_cell) as "全年预算数（万元）的出处", -- 文件、工作表、单元格
    place_of(lines.file, lines.sheet, lines.executed_cell) as "全年执行数（万元）的出处", -- 文件、工作表、单元格
from lines
order by lines.part, lines.township_code, lines.file, lines.form_no, lines.form_id, lines.source
