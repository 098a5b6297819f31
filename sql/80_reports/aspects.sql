-- grain: one aspect of a township's overall self-evaluation
-- 说明: 自评报告的分析：目标设定、预算配置、执行管理、资产管理、产出效果各得多少分，扣分的指标和原因
-- part: 指标分析
with judged as (
    select
        indicators.*,
        coalesce(case
            when indicators.level2 in ('目标设定', '预算配置', '资产管理') then indicators.level2
            when indicators.level2 in ('预算执行', '预算管理') or is_execution(
                indicators.level1, indicators.level3, indicators.year
            ) then '预算执行和管理'
            when regexp_matches(indicators.level1, '产出|效果|效益|履职') then '履职产出和效果'
        end, indicators.level2, indicators.level1, '其他') as aspect,
        is_execution(indicators.level1, indicators.level3, indicators.year) as is_spending,
        indicators.weight - indicators.reported_score as lost,
    from staging.indicators
    where indicators.scope = 'department' and indicators.year = getvariable('year')
        and indicators.township is not null
),

summed as (
    select
        judged.township,
        judged.aspect,
        min(judged.row_no) as first_row,
        count(*) as indicators,
        count(judged.reported_score) as scored,
        cast(sum(judged.weight) as decimal(12, 2)) as weight,
        cast(sum(judged.reported_score) as decimal(12, 2)) as score,
        string_agg(
            judged.level3 || '扣' || written(judged.lost, '') || '分，' || case
                when not says_nothing(judged.reason) then '原因和措施是' || rtrim(trim(judged.reason), '。；;.')
                when judged.is_spending then '执行率为' || judged.actual
                else '原因为' || awaited(judged.level3 || '的扣分原因')
            end, '；' order by judged.row_no
        ) filter (where judged.lost > 0) as losses,
    from judged
    group by judged.township, judged.aspect
)

select
    summed.township as 乡镇, -- 单位名称
    row_number() over (
        partition by summed.township
        order by coalesce(array_position(
            ['目标设定', '预算配置', '预算执行和管理', '资产管理', '履职产出和效果'], summed.aspect
        ), 6), summed.first_row
    ) as 序号, -- 次序
    summed.aspect as 方面, -- 五个方面，不属于的按二级指标
    '“' || summed.aspect || '”共' || summed.indicators || '项指标，' || case
        when summed.scored < summed.indicators then '其中' || (summed.indicators - summed.scored)
            || '项没有填报得分' || awaited(summed.aspect || '的得分')
        else '分值' || written(summed.weight, '') || '分，自评得' || written(summed.score, '') || '分'
            || coalesce('。其中，' || summed.losses, '，没有扣分')
    end || '。' as 分析, -- 一段话
from summed
order by summed.township, 序号
