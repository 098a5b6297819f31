-- grain: one finding: what is wrong, where, and the one step that mends it
-- 说明: 问题清单：各项审核查出的问题，一个问题一行
with named as (
    select
        -- What reviewers handed in is theirs to mend: it is no township's, and says of which project it is.
        found.* replace (
            case when not is_review(found.file) then found.township end as township,
            case when not is_review(found.file) then found.form_id end as form_id
        ),
        case when is_review(found.file) then found.township end as reviewed_township,
        -- A finding on a value says which project it is about.
        case when is_review(found.file) then coalesce(found.township, '') else '' end
            || coalesce(found.project, projects.project, listed.project, entries.text) as about,
    from checks.found
    left join staging.projects
        on found.form_id = projects.form_id and projects.row_no is null
    left join staging.projects as listed
        on found.form_id || '-' || found.row_no = listed.form_id
    -- A row of a list of indicators names its project itself.
    left join staging.entries
        on found.form_id = entries.form_id and found.row_no = entries.row_no
            and entries.form = 'indicator_list' and entries.field = 'project'
    -- Of a form whose unit the roster does not have nothing more is said than that.
    where not exists (
        from staging.forms
        where forms.is_unowned and forms.form_id = array_to_string(string_split(found.form_id, '-')[1:2], '-')
    )
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
        case
            when rules_of.enabled = '试行' then '提示'
            else coalesce(named.severity_word, rules_of.severity)
        end as rule_severity,
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

-- Several faults of one place are numbered. One that a check of ours gives twice has its number twice; of a county's
-- own checks each row counts, whatever it selects.
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
),

identified as (
    select
        numbered.*,
        -- The same fault has the same id on every night, whatever file it comes in.
        left(md5(concat_ws('|', numbered.place, numbered.fault_no)), 12) as finding_id,
    from numbered
),

-- Which cells explain it (checks.suspects): the one that the check looked at, or another.
explained as (
    select
        identified.*,
        concat_ws(' ', identified.file, identified.sheet, identified.cell) as own_place,
        explained.form_id as suspect_form,
        explained.file as suspect_file,
        explained.sheet as suspect_sheet,
        explained.cell as suspect_cell,
        explained.value as suspect_value,
        explained.would_be,
        explained.hint,
        list_transform(
            list_filter(explained.choices, lambda choice: choice.place is distinct from own_place),
            lambda choice: choice.says) as others,
        array_to_string(others[1:3], '、')
            || case when len(others) > 3 then ' 等 ' || len(others) || ' 处之一' else '' end as words,
        explained.candidates,
        list_contains(explained.places, own_place) as is_here,
        -- What a check expects may itself be computed from a suspected cell: then it is not what should stand here.
        -- (A link of ；而 only sets two figures side by side.)
        explained.equation is null or identified.link = '；而' or coalesce(identified.is_rule, false)
            or coalesce(list_contains(explained.sure_places, own_place), false) as is_told,
        -- Where several cells may be it, the finding stays where the check looked, and names them.
        explained.cell is not null and is_here is not true
            and (explained.candidates = 1
                or identified.cell is null and explained.is_one and identified.link <> '；而') as is_elsewhere,
        -- Several cells that each explain it alone; where it takes two of them, nothing is said of each.
        explained.candidates > 1 and explained.is_one
            and (is_here or identified.cell is not null and identified.link <> '；而') as has_others,
        -- A check may say itself on what it hangs.
        case when identified.hangs_on is not null then identified.hangs_on
            when explained.candidates = 1 then explained.places[1]
            when explained.is_only and is_here then own_place end as cause,
        -- Where what the check looked at is wrong beside what it was compared with, it expects what would not agree.
        list_filter(explained.choices, lambda choice: choice.place = own_place)[1].would_be as own_number,
        list_filter(explained.choices, lambda choice: choice.place = own_place)[1].unit as own_unit,
        case
            when own_number is null or identified.link = '；而' or coalesce(identified.is_rule, false)
                or contains(identified.expected, own_number) then identified.expected
            else own_number || own_unit
        end as says_expected,
        case when has_others or is_elsewhere and explained.candidates > 1 then explained.places[1:3] end
            as named_places,
    from identified
    left join equations.explained
        on identified.code = explained.code and identified.equation = explained.equation
),

-- One cause is one finding: what the same cell explains as well hangs below it.
caused as (
    select
        explained.*,
        nullif(first_value(explained.finding_id) over (
            partition by explained.year, explained.township, coalesce(explained.cause, explained.finding_id)
            order by severity_place(severity_of(explained.rule_severity)), explained.is_here is not true,
                explained.check_no, explained.finding_id
        ), explained.finding_id) as echo_of,
    from explained
    -- What a check gives twice to the letter is one finding: it must not keep a county from being published.
    qualify row_number() over (partition by explained.finding_id order by explained.suspect_cell nulls last) = 1
)

select
    caused.finding_id as finding_id, -- 问题编号（各次运行不变）
    caused.year as year, -- 年度
    caused.township as township, -- 乡镇
    case when caused.is_elsewhere then coalesce(projects.project, caused.about) else caused.about end
        as project, -- 项目名称
    case when caused.is_elsewhere then caused.suspect_form else caused.form_id end as form_id, -- 表的编号
    case when caused.echo_of is null then severity_of(caused.rule_severity) else 'note' end
        as severity, -- 级别：error 错误、warn 疑点、note 提示
    caused.code as code, -- 审核代码
    tidied(caused.rule_message || case
        when caused.is_elsewhere and caused.candidates = 1
            then '：' || caused.value || '；与其他各数对照，' || caused.suspect_cell
            || '填的' || caused.suspect_value || coalesce('应为' || caused.would_be, '有误')
            || coalesce('（' || caused.hint || '）', '')
        when caused.is_elsewhere then '：' || caused.value || '；可能是' || caused.words
        when caused.value is null and caused.says_expected is null then ''
        when caused.says_expected is null then '：' || caused.value
        when caused.value is null then '：' || caused.says_expected
        else '：' || caused.value || case when caused.is_told then caused.link else '；而按其他各数为 ' end
            || caused.says_expected
    end || case
        when caused.has_others then case when caused.is_here then '；也可能是' else '；可能是' end || caused.words
        when caused.is_here and caused.candidates = 1 and caused.hint is not null then '（' || caused.hint || '）'
        else ''
    end || case when caused.echo_of is not null then '（与另一问题同一原因，改正后即消除）' else '' end)
        as message, -- 问题
    case when caused.is_elsewhere then caused.suspect_file else caused.file end as file, -- 文件
    case when caused.is_elsewhere then caused.suspect_sheet else caused.sheet end as sheet, -- 工作表
    case when caused.is_elsewhere then caused.suspect_cell else caused.cell end as cell, -- 单元格
    tidied(case when caused.is_elsewhere then caused.suspect_value else caused.value end) as value, -- 填报的内容
    tidied(case
        when caused.is_elsewhere and caused.candidates = 1 then caused.would_be
        when caused.is_elsewhere or not caused.is_told then null
        else caused.says_expected
    end) as expected, -- 应为
    tidied(coalesce(caused.fix, caused.rule_fix)) as fix, -- 改正办法
    caused.echo_of as echo_of, -- 同一原因的主要问题的编号；自成一个问题的为空
    list_sort(list_distinct([case when caused.is_elsewhere
            then concat_ws(' ', caused.suspect_file, caused.suspect_sheet, caused.suspect_cell)
            else caused.own_place end]
        || coalesce(caused.named_places, []) || coalesce(caused.also, [])))
        as places, -- 所涉各处（文件 工作表 单元格）：问题所在，可能有误的另几处，同一问题的其他各处
    caused.equation as equation, -- 勾稽关系的编号，与 checks.suspects 对应
    caused.reviewed_township as reviewed_township, -- 复核底稿中的问题所涉项目的乡镇，不由该乡镇改正
from caused
left join staging.projects
    on caused.suspect_form = projects.form_id
order by
    caused.year,
    caused.township nulls first,
    severity_place(severity),
    caused.check_no,
    caused.file,
    caused.sheet,
    length(caused.cell),
    caused.cell,
    caused.about,
    caused.value,
    caused.expected,
    caused.form_id
