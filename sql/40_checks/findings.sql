-- grain: one finding: what is wrong, where, and the one step that mends it
-- 说明: 问题清单：各项审核查出的问题，一个问题一行
with named as (
    select
        found.*,
        -- A finding on a value says which project it is about.
        coalesce(found.project, projects.project, listed.project, entries.text) as about,
    from checks.found
    left join staging.projects
        on found.form_id = projects.form_id and projects.row_no is null
    left join staging.projects as listed
        on found.form_id || '-' || found.row_no = listed.form_id
    -- A row of a list of indicators names its project itself.
    left join staging.entries
        on found.form_id = entries.form_id and found.row_no = entries.row_no
            and entries.form = 'indicator_list' and entries.field = 'project'
),

-- The program's checks by 审核 of the rules, the county's own by 自定义审核. What is on trial (试行) is reported
-- and counts as a note only.
rules_of as (
    select code, severity, message, fix, enabled, from_year, to_year, row_no, from rules.checks

    union all by name

    select code, severity, message, fix, enabled, from_year, to_year, 10000 + row_no as row_no, from rules.conditions
),

worded as (
    select
        named.*,
        case when rules_of.enabled = '试行' then '提示' else coalesce(named.severity_word, rules_of.severity) end as rule_severity,
        case when rules_of.enabled = '试行' then '【试行】' else '' end || rules_of.message as rule_message,
        rules_of.fix as rule_fix,
        rules_of.row_no as check_no,
        -- Where a finding stands; the file tells findings apart where no township or sheet does.
        concat_ws('|', named.year, named.township, named.code, named.about, named.sheet, named.cell,
            case when named.township is null or named.sheet is null then named.file end) as place,
    from named
    inner join rules_of
        on named.code = rules_of.code and rules_of.enabled in ('是', '试行')
            and in_force(rules_of.from_year, rules_of.to_year, named.year)
),

-- Several faults of one place are numbered. One that a check of ours gives twice has its number twice, so that
-- an audit sees it; of a county's own checks each row counts, whatever it selects.
numbered as (
    select
        worded.*,
        case
            when worded.is_own then row_number() over faults
            else dense_rank() over faults
        end as fault_no,
    from worded
    window faults as (
        partition by worded.place
        order by worded.file, worded.value, worded.expected, worded.form_id, worded.row_no
    )
)

select
    -- The same fault has the same id on every night, whatever file it comes in.
    left(md5(concat_ws('|', numbered.place, numbered.fault_no)), 12) as finding_id, -- 问题编号（各次运行不变）
    numbered.year as year, -- 年度
    numbered.township as township, -- 乡镇
    numbered.about as project, -- 项目名称
    numbered.form_id as form_id, -- 表的编号
    severity_of(numbered.rule_severity) as severity, -- 级别：error 错误、warn 疑点、note 提示
    numbered.code as code, -- 审核代码
    numbered.rule_message || case
        when numbered.value is null and numbered.expected is null then ''
        when numbered.expected is null then '：' || numbered.value
        when numbered.value is null then '：' || numbered.expected
        else '：' || numbered.value || numbered.link || numbered.expected
    end as message, -- 问题
    numbered.file as file, -- 文件
    numbered.sheet as sheet, -- 工作表
    numbered.cell as cell, -- 单元格
    numbered.value as value, -- 填报的内容
    numbered.expected as expected, -- 应为
    coalesce(numbered.fix, numbered.rule_fix) as fix, -- 改正办法
from numbered
order by
    numbered.year,
    numbered.township nulls first,
    severity_place(severity),
    numbered.check_no,
    numbered.file,
    numbered.sheet,
    length(numbered.cell),
    numbered.cell,
    numbered.about,
    numbered.value,
    numbered.expected,
    numbered.form_id
