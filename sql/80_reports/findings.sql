-- grain: one thing that a township has to correct, explain or write; what hangs on it follows in rows of its own
-- 说明: 整改事项：整改通知、标注副本的问题清单和乡镇网页同用的一张清单，一个原因一项，同一原因的其他问题列在其下
-- part: 整改事项
with tabs as (
    select
        fields.file,
        fields.sheet,
        min(fields.position) as place,
    from sources.fields
    group by fields.file, fields.sheet
),

asked as (
    select
        findings.*,
        coalesce(findings.echo_of, findings.finding_id) as cause,
        coalesce(tabs.place, 0) as tab,
    from checks.findings
    left join tabs
        on findings.file = tabs.file and findings.sheet = tabs.sheet
    where findings.year = getvariable('year') and findings.township is not null
        and findings.finding_id not in (select settled.finding_id from checks.settled)
        -- A low execution rate is explained in the report, whatever the rules call it.
        and (findings.severity in ('error', 'warn') or findings.echo_of is not null or findings.code = 'execution_low')
),

causes as (
    select
        asked.finding_id as cause,
        asked.township,
        case
            when asked.code = 'not_submitted' then 0
            when asked.severity = 'error' then 1
            when asked.severity = 'warn' then 2
            else 3
        end as grade_no,
        asked.file,
        asked.tab,
        asked.cell,
    from asked
    where asked.echo_of is null

    union all by name

    select
        '补充-' || texts.栏目 as cause,
        texts.乡镇 as township,
        4 as grade_no,
        texts.序号 as tab,
    from reports.texts as texts
    where texts.待补充
),

numbered as (
    select
        causes.*,
        row_number() over (
            partition by causes.township
            order by causes.grade_no, causes.file nulls last, causes.tab, row_place(causes.cell) nulls first,
                length(causes.cell), causes.cell, causes.cause
        ) as item_no,
    from causes
),

-- What its correction changes, where that is known.
moved as (
    select
        corrections.finding_id,
        nullif(concat_ws('；',
            case when corrections.figure_after is not null then corrections.figure || '由'
                || shown(corrections.figure_before) || '万元变为' || shown(corrections.figure_after) || '万元' end,
            case when corrections.project_score_after is not null then coalesce('项目复算得分由'
                || shown(corrections.project_score_before) || '分变为', '项目复算得分为')
                || shown(corrections.project_score_after) || '分' end,
            case when corrections.score_after is not null then coalesce('排名得分由'
                || shown(corrections.score_before) || '分变为', '排名得分为')
                || shown(corrections.score_after) || '分' end,
            case when corrections.rank_after is not null then coalesce('名次由第'
                || corrections.rank_before || '名变为', '名次为') || '第' || corrections.rank_after || '名' end
        ), '') as effect,
    from rankings.corrections
    where corrections.year = getvariable('year')
),

listed as (
    select
        numbered.township,
        numbered.item_no,
        asked.finding_id,
        asked.echo_of is not null as is_echo,
        row_number() over (
            partition by numbered.township, numbered.item_no
            order by asked.echo_of is not null, asked.file, asked.tab, asked.cell, asked.finding_id
        ) - 1 as echo_no,
        case when numbered.grade_no < 2 then '错误' when numbered.grade_no = 2 then '疑点' else '说明' end as grade,
        asked.project,
        replace(asked.message, '（与另一问题同一原因，改正后即消除）', '') as whole,
        -- What stands and what should stand have columns of their own: the sentence is left without them.
        strpos(whole, '：' || asked.value) as value_at,
        substr(whole, value_at + 1 + length(asked.value)) as rest,
        case
            when value_at > 0 then left(whole, value_at - 1) || case
                when asked.expected is null then rest
                when contains(rest, asked.expected)
                    then substr(rest, strpos(rest, asked.expected) + length(asked.expected))
                else rest
            end
            else whole
        end as message,
        asked.file,
        asked.sheet,
        asked.cell,
        asked.value,
        asked.expected,
        -- Rules of an earlier version point to a sheet that townships do not have.
        regexp_replace(asked.fix, '逐项见“项目得分”表(的预警一列)?。', '')
            || case when asked.code in ('execution_low', 'score_above_execution')
                then '各项目见整改通知附件2。' else '' end as fix,
        nullif(concat_ws('；', moved.effect, '按台账的数，执行率得分由' || shown(executions.machine_score) || '分变为'
            || shown(executions.score) || '分'), '') as effect,
    from numbered
    inner join asked
        on numbered.cause = asked.cause and numbered.township = asked.township
    left join moved
        on asked.finding_id = moved.finding_id
    left join scores.ledger_executions as executions
        on asked.form_id = executions.form_id and asked.code = 'ledger_figure_mismatch' and executions.gap <> 0

    union all by name

    select
        numbered.township,
        numbered.item_no,
        numbered.cause as finding_id,
        false as is_echo,
        0 as echo_no,
        '补充' as grade,
        '自评报告缺少“' || texts.栏目 || '”的文字' as message,
        '请在自评报告文字材料表的“' || texts.栏目 || '”一栏填写，没有这一栏的请加上；确实没有内容的，写明“无”。' as fix,
    from numbered
    inner join reports.texts as texts
        on numbered.township = texts.乡镇 and numbered.cause = '补充-' || texts.栏目
    where texts.待补充
)

select
    listed.township as 乡镇, -- 单位名称
    listed.finding_id as 问题编号, -- 各次运行不变；须补写的文字为 补充-栏目
    case when listed.is_echo then listed.item_no || '.' || listed.echo_no
        else cast(listed.item_no as varchar) end as 序号, -- 同一原因的其他问题为 3.1、3.2
    case when listed.is_echo then '随上项' else listed.grade end as 级别, -- 错误须改正，疑点、说明须说明，补充须补写
    coalesce(listed.project, '部门整体') as 项目, -- 有关项目
    tidied(listed.message) as 问题, -- 查出的问题，填报的和应为的另列
    regexp_replace(listed.file, '^[0-9]{4}/', '') as 文件, -- 所在文件
    listed.sheet as 工作表, -- 所在工作表
    listed.cell as 单元格, -- 所在单元格
    concat_ws('，', regexp_replace(listed.file, '^[0-9]{4}/', ''), '工作表“' || listed.sheet || '”', listed.cell)
        as 位置, -- 文件、工作表、单元格
    tidied(regexp_replace(listed.value, '(^|；)[0-9]{4}/', '\1', 'g')) as 现填, -- 填报的内容
    tidied(listed.expected) as 应为, -- 能够确定的
    case
        when listed.is_echo then '随第' || listed.item_no || '项改正即消除。'
        else tidied(replace(listed.fix, '该乡镇', '本单位'))
    end as 改正办法, -- 一步改正
    concat_ws('', 改正办法, '改正后，' || listed.effect || '。') as 办理, -- 改正办法，连同改正使哪些数字变动
    correct_by(getvariable('year')) as 期限, -- 规则参数“整改期限”
    listed.effect as 改正前后, -- 改正使哪些数字变动，能够推算的
    '□已改' || chr(10) || '□说明' || chr(10) || '□有异议' as 回复情况, -- 由乡镇填写，按列名和问题编号读回
    回复情况 as 答复 -- 同上，原来的列名
from listed
order by listed.township, listed.item_no, listed.echo_no
