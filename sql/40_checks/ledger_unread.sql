-- grain: one file of the bureau's own, or one cell or sheet of a ledger, that could not be used
-- 说明: 台账不能采用
-- severity: warn
-- message: 财政局的台账或处理意见没有读到可用的内容
-- fix: 台账应有单位名称、项目名称和全年预算数等栏目，金额只写数字，长编码设为文本格式；处理意见请用程序生成的 处理意见.xlsx 填写。
select
    files.year as year, -- 年度
    files.file as file, -- 文件
    null::varchar as sheet, -- 工作表
    null::varchar as cell, -- 单元格
    '没有识别出台账或处理意见' as value, -- 什么不能采用
from sources.files
where files.fate = 'read' and is_of_bureau(files.file)
    and not exists (
        from sources.fields
        where fields.file = files.file and fields.field = 'form'
            and (is_answer(fields.form) or fields.form in ('ledger', 'project_list') and fields.file like '%台账/%')
    )

union all by name

select
    fields.year as year,
    fields.file as file,
    fields.sheet as sheet,
    fields.cell as cell,
    fields.text as value,
from sources.fields
where is_of_bureau(fields.file) and fields.form in ('ledger', 'project_list') and not fields.hidden
    and fields.row_no is not null
    and fields.field in ('initial_budget', 'adjusted_budget', 'executed') and fields.text is not null
    and fields.number is null

union all by name

-- Long codes that were kept as numbers, once for a sheet.
select
    fields.year as year,
    fields.file as file,
    fields.sheet as sheet,
    first(fields.cell order by fields.form_no, fields.row_no) as cell,
    '项目编码 ' || first(fields.text order by fields.form_no, fields.row_no) || case when count(*) > 1
        then ' 等共 ' || count(*) || ' 个是科学计数，已经不全，没有用来核对' else ' 是科学计数，已经不全，没有用来核对' end as value,
from sources.fields
where is_of_bureau(fields.file) and fields.form in ('ledger', 'project_list') and not fields.hidden
    and fields.row_no is not null and fields.field = 'project_code'
    and regexp_matches(fields.text, '^[0-9.]+[Ee][+][0-9]+$')
group by fields.year, fields.file, fields.sheet

union all by name

-- Rows of nobody: neither a column nor a heading nor the head of the sheet names their unit.
select
    ledger_rows.year as year,
    ledger_rows.file as file,
    ledger_rows.sheet as sheet,
    first(ledger_rows.cell order by ledger_rows.form_no, ledger_rows.row_no) as cell,
    '从这里起共 ' || count(*) || ' 行看不出是哪个单位的，没有用来核对' as value,
from staging.ledger_rows
where ledger_rows.township is null and ledger_rows.unit_text is null
group by ledger_rows.year, ledger_rows.file, ledger_rows.sheet

union all by name

-- What is of another year belongs into that year's folder.
select
    others.year as year,
    others.file as file,
    others.sheet as sheet,
    first(others.cell order by others.form_no, others.row_no) as cell,
    '从这里起共 ' || count(*) || ' 行写的是' || others.stated_year || '年度，没有用来核对' as value,
from staging.ledger_other_years as others
group by others.year, others.file, others.sheet, others.stated_year

union all by name

-- What a township sends as a ledger is nobody's evidence.
select
    fields.year as year,
    fields.file as file,
    fields.sheet as sheet,
    fields.cell as cell,
    fields.text || '，不在“台账”文件夹中' as value,
from sources.fields
inner join sources.files
    on fields.file = files.file and files.fate = 'read'
where fields.field = 'form' and fields.form = 'ledger' and not fields.hidden and not is_of_bureau(fields.file)
