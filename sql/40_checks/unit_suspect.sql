-- grain: one project whose amounts look like 元 where 万元 is meant, or one township whose amounts all do
-- 说明: 金额单位疑似元误填为万元
-- across: counties
-- severity: error
-- message: 金额过大，疑似把元填成了万元
-- link: ；
-- fix: 请核对金额单位，按表内注明的单位改正。
-- Sizes are powers of ten: 元 for 万元 is four of them. They only tell what to ask about; no amount comes from them.
with sizes as (
    select
        projects.*,
        log10(projects.adjusted_budget) as size,
    from staging.projects
    where projects.counted and projects.adjusted_budget > 0
),

of_townships as (
    select
        sizes.year,
        sizes.township,
        count(*) as projects,
        median(sizes.size) as middle,
        max_by(sizes.form_id, sizes.adjusted_budget) as largest_form,
        sum(sizes.adjusted_budget) as all_projects,
    from sizes
    group by sizes.year, sizes.township
),

-- How far the projects of a township mostly stand from its middle.
spreads as (
    select
        sizes.year,
        sizes.township,
        median(abs(sizes.size - of_townships.middle)) as spread,
    from sizes
    inner join of_townships
        on sizes.year = of_townships.year and sizes.township = of_townships.township
    group by sizes.year, sizes.township
),

-- The middle of the other townships, where there are two or more.
of_others as (
    select
        own.year,
        own.township,
        count(*) as townships,
        median(others.middle) as middle,
    from of_townships as own
    inner join of_townships as others
        on own.year = others.year and own.township <> others.township
    group by own.year, own.township
),

whole as (
    select
        of_townships.*,
    from of_townships
    left join of_others
        on of_townships.year = of_others.year and of_townships.township = of_others.township
    -- Ten thousand times what the others have is nearer to them as 元; where nobody is there to compare with, no
    -- township has projects of a hundred thousand 万元 (十亿元) at the middle.
    where coalesce(of_others.townships, 0) >= 2 and of_townships.middle - of_others.middle > 2.5
        or coalesce(of_others.townships, 0) < 2 and of_townships.middle >= 5
),

measured as (
    select
        sizes.*,
        case when of_townships.projects >= 4 then of_townships.middle else of_others.middle end as usual,
        case when of_townships.projects >= 4 then spreads.spread else 1 end as spread,
        -- 10^usual as 万元, for people
        case when of_townships.projects >= 4 then '该乡镇的项目一般为 ' else '其他乡镇的项目一般为 ' end as whose,
    from sizes
    inner join of_townships
        on sizes.year = of_townships.year and sizes.township = of_townships.township
    inner join spreads
        on sizes.year = spreads.year and sizes.township = spreads.township
    left join of_others
        on sizes.year = of_others.year and sizes.township = of_others.township
),

-- A unit is of all amounts of a form.
amounts as (
    select
        figures.year,
        figures.township,
        figures.form_id,
        list(figures.file || ' ' || figures.sheet || ' ' || figures.cell
            order by length(figures.cell), figures.cell) as places,
    from equations.figures
    where figures.form in ('project', 'project_list')
        and figures.figure in ('initial_budget', 'adjusted_budget', 'executed')
    group by figures.year, figures.township, figures.form_id
),

amounts_of_townships as (
    select
        amounts.year,
        amounts.township,
        flatten(list(amounts.places order by amounts.form_id)) as places,
    from amounts
    group by amounts.year, amounts.township
)

select
    whole.year as year, -- 年度
    whole.township as township, -- 乡镇
    null::varchar as project, -- 项目名称
    null::varchar as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.adjusted_budget_cell as cell, -- 单元格
    '全部 ' || whole.projects || ' 个项目的全年预算数合计 ' || shown(whole.all_projects) || '万元' as value, -- 填报的金额
    '与其他乡镇相比大约是一万倍，全部表疑似以元填报；如最大的一个按元计为 '
        || shown(cast(projects.adjusted_budget * 0.0001 as decimal(18, 6))) || '万元' as expected, -- 应为
    amounts_of_townships.places as also, -- 同一问题的各处
from whole
inner join staging.projects
    on whole.largest_form = projects.form_id
left join amounts_of_townships
    on whole.year = amounts_of_townships.year and whole.township = amounts_of_townships.township

union all by name

select
    measured.year as year,
    measured.township as township,
    measured.project as project,
    measured.form_id as form_id,
    measured.file as file,
    measured.sheet as sheet,
    measured.adjusted_budget_cell as cell,
    '全年预算数 ' || shown(measured.adjusted_budget) || '万元' as value,
    '按元计为 ' || shown(cast(measured.adjusted_budget * 0.0001 as decimal(18, 6))) || '万元；' || measured.whose
        || shown(cast(power(10, measured.usual) as decimal(18, 2))) || '万元左右' as expected,
    amounts.places as also,
from measured
left join amounts
    on measured.form_id = amounts.form_id
where measured.size - measured.usual > greatest(2.5, 3 * measured.spread)
    and not exists (from whole where whole.year = measured.year and whole.township = measured.township)

union all by name

-- One amount of a form in 元 and the other in 万元.
select
    projects.year as year,
    projects.township as township,
    projects.project as project,
    projects.form_id as form_id,
    projects.file as file,
    projects.sheet as sheet,
    projects.executed_cell as cell,
    '全年执行数 ' || shown(projects.executed) || '万元' as value,
    '按元计为 ' || shown(cast(projects.executed * 0.0001 as decimal(18, 6))) || '万元；全年预算数只有 '
        || shown(projects.adjusted_budget) || '万元' as expected,
    amounts.places as also,
from staging.projects
left join amounts
    on projects.form_id = amounts.form_id
where projects.counted and projects.adjusted_budget > 0 and projects.executed >= projects.adjusted_budget * 1000
