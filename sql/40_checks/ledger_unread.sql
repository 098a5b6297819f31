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
    and (fields.field in ('initial_budget', 'adjusted_budget', 'executed') and fields.text is not null
            and fields.number is null
        or fields.field = 'project_code' and regexp_matches(fields.text, '^[0-9.]+[Ee][+][0-9]+$'))

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
