-- grain: one goal or indicator of a project that is not well set, and how it may be mended
-- 说明: 目标不具体、指标不可衡量、归类不当、整套雷同、定得过低之处，一处一行，和可以怎样改；只按写法判断，不猜意思
select
    projects.year as year, -- 年度
    projects.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    'goal' as kind, -- 种类：goal 年度目标没有数字、target 指标值不可衡量、level2 归类不当、copied 整套雷同、low 比上年放宽
    projects.goal_expected as value, -- 原文
    '年度目标没有写出任何数量、时间或对象的个数，请写明做多少、做到什么程度、什么时候完成' as fix, -- 怎样改
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    projects.cell as cell -- 单元格
from staging.projects
where projects.counted and not says_nothing(projects.goal_expected)
    and not has_quantity(projects.goal_expected)

union all by name

select
    indicators.year as year,
    indicators.township as township,
    indicators.project as project,
    'target' as kind,
    concat_ws('：', indicators.level3, indicators.target) as value,
    '“' || coalesce(indicators.level3, '该指标') || '”的指标值不能衡量，请写成带比较符的数（如 ≥95%、≤5天）或期限（如 12月底前）；'
        || '确属定性的，写成规则中的档次用语' as fix,
    indicators.file as file,
    indicators.sheet as sheet,
    indicators.target_cell as cell
from scores.indicators
inner join scores.projects
    on indicators.form_id = projects.form_id and projects.counted
where indicators.scope = 'project' and not says_nothing(indicators.level3) and not says_nothing(indicators.target)
    and indicators.kind not in ('执行率', '定性', '期限') and indicators.target_number is null
    and not has_quantity(indicators.target)

union all by name

-- What checks of the rules find of it.
select
    findings.year,
    findings.township,
    findings.project,
    case findings.code when 'level2_unlikely' then 'level2' else 'low' end as kind,
    findings.value,
    case findings.code
        when 'level2_unlikely' then '请把该指标改列到' || findings.expected || '下；确应列在原处的，请把指标名称写得与其相称'
        else '上年实际完成 ' || findings.expected || '，请参照重新测算指标值；任务确有减少的，请说明原因'
    end as fix,
    findings.file,
    findings.sheet,
    findings.cell,
from checks.findings
where findings.code in ('level2_unlikely', 'target_below_last')

union all by name

select
    copied_sets.year,
    copied_sets.township,
    copied_sets.project,
    'copied' as kind,
    copied_sets.value,
    '指标和指标值' || copied_sets.expected || '，请按本项目要做的事、做到的程度重新设定' as fix,
    copied_sets.file,
    copied_sets.sheet,
    copied_sets.cell,
from rankings.copied_sets
order by year, township, project, kind, cell
