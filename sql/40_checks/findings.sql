-- grain: one finding: what is wrong, where, and the one step that mends it
-- 说明: 问题清单：各项审核查出的问题，一个问题一行
with named as (
    select
        found.*,
        -- A finding on a value says which project it is about.
        coalesce(found.project, projects.project, listed.project) as about,
    from checks.found
    left join staging.projects
        on found.form_id = projects.form_id and projects.row_no is null
    left join staging.projects as listed
        on found.form_id || '-' || found.row_no = listed.form_id
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
        case when rules_of.enabled = '试行' then '提示' else rules_of.severity end as rule_severity,
        case when rules_of.enabled = '试行' then '【试行】' else '' end || rules_of.message as rule_message,
        rules_of.fix as rule_fix,
        rules_of.row_no as check_no,
    from named
    inner join rules_of
        on named.code = rules_of.code and rules_of.enabled in ('是', '试行') and in_force(rules_of.from_year, rules_of.to_year, named.year)
)

select
    -- The same fault has the same id on every night, whatever file it comes in.
    left(md5(concat_ws('|', worded.year, worded.township, worded.code, worded.about, worded.sheet, worded.cell,
        case when worded.township is null or worded.sheet is null then worded.file end,
        row_number() over (
            partition by worded.year, worded.township, worded.code, worded.about, worded.sheet, worded.cell,
                case when worded.township is null or worded.sheet is null then worded.file end
            order by worded.file, worded.value, worded.expected, worded.form_id
        )
    )), 12) as finding_id, -- 问题编号（各次运行不变）
    worded.year as year, -- 年度
    worded.township as township, -- 乡镇
    worded.about as project, -- 项目名称
    worded.form_id as form_id, -- 表的编号
    case worded.rule_severity
        when '错误' then 'error'
        when '疑点' then 'warn'
        else 'note'
    end as severity, -- 级别：error 错误、warn 疑点、note 提示
    worded.code as code, -- 审核代码
    worded.rule_message || case
        when worded.value is null and worded.expected is null then ''
        when worded.expected is null then '：' || worded.value
        when worded.value is null then '：' || worded.expected
        when worded.check_no > 10000 then '：' || worded.value || '；应满足 ' || worded.expected
        else '：' || worded.value || '；' || case worded.code
            when 'township_unknown' then ''
            when 'project_duplicated' then ''
            when 'form_duplicated' then ''
            when 'unit_suspect' then ''
            when 'score_inflated' then ''
            when 'projects_not_department' then '而'
            when 'project_missing' then '实际'
            when 'goal_count_mismatch' then '实际'
            else '应为'
        end || worded.expected
    end as message, -- 问题
    worded.file as file, -- 文件
    worded.sheet as sheet, -- 工作表
    worded.cell as cell, -- 单元格
    worded.value as value, -- 填报的内容
    worded.expected as expected, -- 应为
    coalesce(worded.fix, worded.rule_fix) as fix, -- 改正办法
from worded
order by worded.year, worded.township nulls first, array_position(['错误', '疑点', '提示'], worded.rule_severity), worded.check_no, worded.file, worded.sheet, length(worded.cell), worded.cell, worded.about, worded.value, worded.expected, worded.form_id
