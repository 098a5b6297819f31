-- grain: one cell that one way to correct a finding changes
-- 说明: 改正一个问题要改的单元格和应改成的数：一种改法的一个单元格一行
-- kept: no
-- Two kinds of findings say what a cell would be: those that checks.suspects explains, and amounts taken for 元.
with explaining as (
    select
        suspects.*,
        equations.equation,
    from checks.suspects
    cross join unnest(string_split(suspects.equations, chr(10))) as equations(equation)
),

explained as (
    select distinct
        findings.finding_id,
        explaining.year,
        explaining.township,
        explaining.block,
        explaining.set_no,
        explaining.of_sets,
        explaining.form_id,
    from checks.findings
    inner join explaining
        on findings.year = explaining.year and findings.township = explaining.township
            and findings.code || ' ' || findings.equation = explaining.equation
    where findings.severity in ('error', 'warn') and explaining.set_no > 0
),

-- With a cell change the formulas that follow it, and all amounts of a form that was filled in in another unit: these
-- explain no equation of their own.
of_suspects as (
    select distinct
        explained.finding_id,
        explained.set_no,
        explained.of_sets,
        false as is_guess,
        suspects.year,
        suspects.township,
        suspects.form_id,
        suspects.file,
        suspects.sheet,
        suspects.cell,
        suspects.figure,
        suspects.value,
        suspects.would_be,
    from explained
    inner join checks.suspects
        on explained.year = suspects.year and explained.township = suspects.township
            and explained.block = suspects.block and explained.set_no = suspects.set_no
            and explained.form_id is not distinct from suspects.form_id
),

of_units as (
    select
        findings.finding_id,
        1 as set_no,
        1 as of_sets,
        true as is_guess,
        figures.year,
        figures.township,
        figures.form_id,
        figures.file,
        figures.sheet,
        figures.cell,
        figures.figure,
        figures.value,
        cast(figures.value * 0.0001 as decimal(18, 6)) as would_be,
    from checks.findings
    inner join equations.figures as asked
        on findings.file = asked.file and findings.sheet = asked.sheet and findings.cell = asked.cell
    inner join equations.figures
        on findings.year = figures.year and findings.township = figures.township
            and (findings.form_id = figures.form_id
                or findings.form_id is null and figures.form in ('project', 'project_list'))
            and figures.figure in ('initial_budget', 'adjusted_budget', 'executed')
            -- Where only what was spent looks like 元, the budgets stay.
            and (findings.form_id is null or asked.figure <> 'executed' or figures.figure = 'executed')
    where findings.code = 'unit_suspect' and findings.severity in ('error', 'warn')
)

select
    told.finding_id as finding_id, -- 问题编号
    told.finding_id || '-' || told.set_no as way, -- 改法的编号
    told.of_sets as of_ways, -- 共有几种改法
    told.is_guess as is_guess, -- 应改成的数是按疑似的单位推算的
    told.year as year, -- 年度
    told.township as township, -- 乡镇
    told.form_id as form_id, -- 所在表的编号
    told.file as file, -- 文件
    told.sheet as sheet, -- 工作表
    told.cell as cell, -- 单元格；漏报或重报项目为空
    told.figure as figure, -- 列
    told.value as value, -- 填报的数
    told.would_be as would_be, -- 应改成的数；不能确定的为空
from (
    from of_suspects
    union all by name
    from of_units
) as told
