-- grain: one row a change since the last published set; none on the first
-- 说明: 较上次变化
-- sheet: 较上次变化
-- order: 11
-- empty: left out
with lines as (
    select
        0 as part,
        '对比' as kind,
        whole() as township,
        '与上次发布的一批（材料批次 ' || batch_of(list(files.file_sha)) || '）相比' as about,
        '' as key,
    from previous.files
    where files.year = getvariable('year') and files.fate = 'read' and getvariable('has_previous')
    having count(*) > 0

    union all by name

    select
        1 as part,
        '材料' as kind,
        files.township,
        files.words as about,
        files.file as key,
    from changes.files

    union all by name

    select
        case when figures.figure = 'rank' then 2 else 3 end as part,
        case when figures.figure = 'rank' then '名次' else '数字' end as kind,
        figures.township,
        case figures.figure
            when 'initial_budget' then '年初预算数（万元）'
            when 'adjusted_budget' then '全年预算数（万元）'
            when 'executed' then '全年执行数（万元）'
            when 'execution_rate' then '执行率（%）'
            when 'reported_total' then '整体自评得分'
            when 'machine_total' then '整体复算得分'
            when 'project_forms' then '已自评项目（个）'
            when 'mean_project_score' then '项目平均分（分）'
            else '名次'
        end as about,
        figures.figure as key,
        figures.previous_amount,
        figures.amount,
        figures.difference,
        figures.cause,
    from changes.figures

    union all by name

    select
        4 as part,
        '等级' as kind,
        grades.township,
        grades.says as about,
        '' as key,
        grades.cause,
    from changes.grades

    union all by name

    select
        5 as part,
        '项目' as kind,
        projects.township,
        concat_ws('；', projects.project || '：' || projects.figure, projects.grade) as about,
        projects.project || projects.figure_no as key,
        projects.previous_amount,
        projects.amount,
        projects.difference,
        projects.cause,
    from changes.projects

    union all by name

    select
        case findings.status when 'opened' then 6 else 7 end as part,
        case findings.status when 'opened' then '新增问题' else '消除问题' end as kind,
        findings.township,
        concat_ws('　', findings.project, findings.message) as about,
        findings.finding_id as key,
        findings.days_open,
        findings.cause,
    from changes.findings
    where findings.status <> 'open'
)

select
    lines.kind as 类别, -- 对比、材料、名次、数字、等级、项目、新增问题、消除问题
    coalesce(lines.township, '（单位不明）') as 乡镇, -- 单位名称
    lines.about as 内容, -- 变化的内容
    lines.previous_amount as 上次, -- 上次发布的数字
    lines.amount as 本次, -- 本次的数字
    lines.difference as 增减, -- 本次减上次
    lines.days_open as "存在天数（天）", -- 消除的问题从首次发现到消除
    lines.cause as 原因 -- 变化的原因
from lines
left join staging.townships
    on lines.township = townships.township and townships.year = getvariable('year')
where lines.part > 0 or exists (from lines as others where others.part > 0)
order by lines.part, townships.township_code nulls last, lines.key
