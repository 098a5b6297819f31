-- grain: one amount cell under an open error
-- 说明: 有错误未改正的金额单元格：照填报列示，不计入任何金额的合计、比率和排序，一个单元格一行
with amounts as (
    select
        entries.form_id || case when entries.form = 'project_list' and entries.row_no is not null
            then '-' || entries.row_no else '' end as form_id,
        entries.year,
        entries.township,
        entries.form,
        case
            when not contains(entries.field, '.') then 'total'
            else split_part(entries.field, '.', 1)
        end as line,
        split_part(entries.field, '.', -1) as figure,
        in_wan(entries.number, entries.unit) as amount,
        entries.text,
        entries.file,
        entries.sheet,
        entries.cell,
        entries.file || ' ' || entries.sheet || ' ' || entries.cell as place,
    from staging.entries
    where entries.form in ('project', 'project_list', 'budget') and entries.township is not null
        and split_part(entries.field, '.', -1) in ('initial_budget', 'adjusted_budget', 'executed')
),

-- An echo is a note: its cause is the error. What the bureau waived or took for explained is accepted as it stands.
errors as (
    select
        findings.finding_id,
        findings.message,
        unnest(findings.places) as place,
    from checks.findings
    left join checks.settled
        on findings.finding_id = settled.finding_id
    where findings.severity = 'error' and settled.finding_id is null
),

placed as (
    select
        errors.place,
        count(*) as findings,
        min(errors.finding_id) as finding_id,
        min_by(errors.message, errors.finding_id) as message,
    from errors
    group by errors.place
),

-- What the cell would be stands only where all explanations agree on it.
would as (
    select
        suspects.file || ' ' || suspects.sheet || ' ' || suspects.cell as place,
        case when count(distinct suspects.would_be) = 1 and count(suspects.would_be) = count(*)
            then any_value(suspects.would_be) end as would_be,
    from checks.suspects
    where suspects.cell is not null and suspects.figure in ('initial_budget', 'adjusted_budget', 'executed')
    group by place
)

select
    amounts.year as year, -- 年度
    amounts.township as township, -- 乡镇
    amounts.form_id as form_id, -- 表的编号
    amounts.form as form, -- 表的种类
    amounts.line as line, -- 行：total 总额或合计，basic 基本支出，project 项目支出，sum 汇总表的合计，其余为资金来源
    amounts.figure as figure, -- 列：initial_budget 年初预算数，adjusted_budget 全年预算数，executed 全年执行数
    amounts.amount as amount, -- 填报的金额（万元），不能识别的为空
    amounts.text as text, -- 单元格的内容
    cast(would.would_be as decimal(18, 6)) as would_be, -- 应为多少（万元），不能确定的为空
    placed.finding_id as finding_id, -- 问题编号
    placed.message as message, -- 问题
    placed.findings as findings, -- 有几个问题
    amounts.file as file, -- 文件
    amounts.sheet as sheet, -- 工作表
    amounts.cell as cell, -- 单元格
from amounts
inner join placed
    on amounts.place = placed.place
left join would
    on amounts.place = would.place
order by amounts.year, amounts.township, amounts.file, amounts.sheet, length(amounts.cell), amounts.cell
