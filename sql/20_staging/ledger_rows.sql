-- grain: one row of a ledger of the bureau's (台账), as its own system exported it
-- 说明: 台账的每一行：财政局自己的项目库、指标、决算，金额单位万元
with counted as (
    select
        fields.*,
    from sources.fields
    inner join sources.files
        on fields.file = files.file and files.fate = 'read'
    -- A list of projects is a ledger where the bureau put it among them, whatever its title.
    where fields.form in ('ledger', 'project_list') and is_of_bureau(fields.file) and fields.file like '%台账/%'
        and not fields.hidden
),

heads as (
    select
        counted.file,
        counted.form_no,
        max(counted.text) filter (where counted.field = 'unit_name') as unit_text,
    from counted
    where counted.row_no is null
    group by counted.file, counted.form_no
),

pivoted as (
    select
        counted.year,
        counted.file,
        counted.sheet,
        counted.form_no,
        counted.row_no,
        max(counted.text) filter (where counted.field = 'unit_code') as unit_code,
        max(counted.text) filter (where counted.field = 'unit') as unit_text,
        max(counted.text) filter (where counted.field = 'department') as department,
        max(counted.text) filter (where counted.field = 'project') as project,
        max(counted.cell) filter (where counted.field = 'project') as cell,
        max(counted.text) filter (where counted.field = 'project_code') as code_text,
        max(counted.text) filter (where counted.field = 'kind') as kind,
        max(counted.text) filter (where counted.field = 'office') as office,
        max(counted.text) filter (where counted.field = 'source') as source,
        max(in_wan(counted.number, counted.unit)) filter (where counted.field = 'initial_budget') as initial_budget,
        max(in_wan(counted.number, counted.unit)) filter (where counted.field = 'adjusted_budget') as adjusted_budget,
        max(in_wan(counted.number, counted.unit)) filter (where counted.field = 'executed') as executed,
        -- Whoever leaves out the last noughts of 万元 has not rounded: 9.3 is 9.30.
        max(least(in_wan(rounding(counted.text), counted.unit), 0.005))
            filter (where counted.field = 'initial_budget') as initial_slack,
        max(least(in_wan(rounding(counted.text), counted.unit), 0.005))
            filter (where counted.field = 'adjusted_budget') as adjusted_slack,
        max(least(in_wan(rounding(counted.text), counted.unit), 0.005))
            filter (where counted.field = 'executed') as executed_slack,
        max(counted.cell) filter (where counted.field = 'initial_budget') as initial_budget_cell,
        max(counted.cell) filter (where counted.field = 'adjusted_budget') as adjusted_budget_cell,
        max(counted.cell) filter (where counted.field = 'executed') as executed_cell,
    from counted
    where counted.row_no is not null and not exists (
        from staging.ledger_other_years as others
        where others.file = counted.file and others.form_no = counted.form_no and others.row_no = counted.row_no
    )
    group by counted.year, counted.file, counted.sheet, counted.form_no, counted.row_no
),

-- A row that names a unit of the roster in place of a project heads the rows of that unit below it.
named as (
    select
        pivoted.*,
        headings.code as heading_code,
        concat_ws('|', length(trim(pivoted.code_text)), pivoted.kind is null, pivoted.office is null,
            pivoted.source is null, pivoted.unit_text is null) as shape,
    from pivoted
    left join rules.names as headings
        on name_key(regexp_replace(pivoted.project, '(小计|合计|[:：])+\s*$', '')) = headings.name
            and coalesce(trim(pivoted.code_text) in (headings.code, pivoted.unit_code), true)
),

-- Beside such rows one of their shape with the name of an office heads the rows of a unit that the roster has not:
-- they are not those of the unit before.
marked as (
    select
        named.*,
        named.heading_code is not null
            or regexp_matches(named.project,
                '(局|委|办|部|会|室|中心|政府|镇|乡|街道|院|校|学|园|站|所|队|馆|社|处|台|场|公司|团)\s*[:：]?\s*$')
            and exists (
                from named as known
                where known.file = named.file and known.form_no = named.form_no and known.shape = named.shape
                    and known.heading_code is not null
            ) as is_heading,
    from named
),

headed as (
    select
        marked.*,
        -- The heading itself may have no code in the roster: the last heading decides, not the last code.
        last_value(case when marked.is_heading then {code: marked.heading_code, name: marked.project} end
            ignore nulls) over (
            partition by marked.file, marked.form_no
            order by marked.row_no
            rows between unbounded preceding and current row
        ) as under,
    from marked
),

owned as (
    select
        headed.*,
        coalesce(headed.unit_text, headed.unit_code, headed.under.name, heads.unit_text, headed.department)
            as unit_words,
        -- The first that is said decides, whether the roster has it or not.
        case
            when headed.unit_text is not null or headed.unit_code is not null
                then coalesce(by_number.code, by_name.code, by_code.code)
            when headed.under is not null then headed.under.code
            when heads.unit_text is not null then by_head.code
            else by_department.code
        end as township_code,
    from headed
    left join heads
        on headed.file = heads.file and headed.form_no = heads.form_no
    left join rules.names as by_number
        on headed.unit_code = by_number.name
    left join rules.names as by_name
        on name_key(headed.unit_text) = by_name.name
    left join rules.names as by_code
        on name_code(headed.unit_text) = by_code.name
    left join rules.names as by_head
        on name_key(heads.unit_text) = by_head.name
    left join rules.names as by_department
        on name_key(headed.department) = by_department.name
),

listed as (
    select
        owned.*,
        roster.name as township,
        name_key(owned.project) as project_key,
        -- A long code that was kept as a number has lost its end, and tells nothing.
        case when not regexp_matches(owned.code_text, '^[0-9.]+[Ee][+][0-9]+$') then
            upper(regexp_replace(owned.code_text, '[\s　''’]', '', 'g'))
        end as project_code,
    from owned
    left join rules.roster
        on owned.township_code = roster.code and in_force(roster.from_year, roster.to_year, owned.year)
    where not owned.is_heading and owned.project is not null
        and not regexp_matches(owned.project, '^\s*(其中|小\s*计|合\s*计|总\s*计)|(小计|合计|总计)\s*$')
)

select
    listed.year as year, -- 年度
    listed.township as township, -- 乡镇，单位不在名册中的为空
    listed.unit_words as unit_text, -- 台账写的单位
    listed.project as project, -- 项目名称
    listed.project_key as project_key, -- 用于比对的项目名称
    listed.project_code as project_code, -- 项目编码
    -- The code says which rows are one project; without one its name within the township does.
    coalesce(
        listed.project_code,
        case when count(distinct listed.project_code) over same_name = 1
            then max(listed.project_code) over same_name
        end,
        listed.project_key
    ) as ledger_key, -- 台账项目：编码，没有编码的为名称
    listed.code_text as code_text, -- 项目编码单元格的内容
    listed.kind as kind, -- 项目类别
    listed.office as office, -- 业务股室
    listed.source as source, -- 资金来源
    -- People, offices' running costs: nobody evaluates them project by project.
    coalesce(not regexp_matches(listed.kind, coalesce(parameter('台账不需自评的类别', listed.year), '$^')), true)
        as is_due, -- 是否应当自评
    listed.initial_budget as initial_budget, -- 年初预算数（万元）
    listed.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    listed.executed as executed, -- 全年执行数（万元）
    listed.initial_slack as initial_slack, -- 年初预算数所取的位数以下（万元）
    listed.adjusted_slack as adjusted_slack, -- 全年预算数所取的位数以下（万元）
    listed.executed_slack as executed_slack, -- 全年执行数所取的位数以下（万元）
    listed.file as file, -- 文件
    listed.sheet as sheet, -- 工作表
    listed.form_no as form_no, -- 表在文件中的序号
    listed.row_no as row_no, -- 表内行号
    listed.cell as cell, -- 项目名称所在单元格
    listed.initial_budget_cell as initial_budget_cell, -- 年初预算数所在单元格
    listed.adjusted_budget_cell as adjusted_budget_cell, -- 全年预算数所在单元格
    listed.executed_cell as executed_cell, -- 全年执行数所在单元格
from listed
window same_name as (partition by listed.year, listed.township, listed.project_key)
order by listed.year, listed.file, listed.form_no, listed.row_no
