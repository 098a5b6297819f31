-- grain: one township of the roster: whether its row and its report may be published
-- 说明: 公开版的乡镇名次：没有未改正的错误或者县财政局同意公开（规则参数“公开乡镇”）的列出，其余写整改中
-- part: 公开名次
with wrong as (
    select
        items.乡镇 as township,
        count(*) as errors,
    from reports.findings as items
    where items.级别 = '错误'
    group by items.乡镇
),

judged as (
    select
        ranking.*,
        townships.township_code,
        not townships.is_submitted as is_missing,
        townships.is_submitted and (
            coalesce(wrong.errors, 0) = 0
            or list_contains(
                list_transform(
                    string_split(replace(coalesce(parameter('公开乡镇', townships.year), ''), '｜', '|'), '|'),
                    lambda name: trim(name)
                ),
                townships.township
            )
        ) as is_released,
    from reports.ranking
    inner join scores.townships
        on ranking.乡镇 = townships.township and townships.year = getvariable('year')
    left join wrong
        on townships.township = wrong.township
)

select
    case when judged.is_released then judged.名次 when judged.is_missing then '未报送' else '整改中' end
        as 名次, -- 同分并列；没有公开的为整改中
    judged.乡镇 as 乡镇, -- 单位名称
    judged.is_released as 公开, -- 可以公开
    case when judged.is_released then judged."年初预算数（万元）" end as "年初预算数（万元）", -- 表内填报
    case when judged.is_released then judged."全年预算数（万元）" end as "全年预算数（万元）", -- 表内填报
    case when judged.is_released then judged."全年执行数（万元）" end as "全年执行数（万元）", -- 表内填报
    case when judged.is_released then judged."计算执行率（%）" end as "计算执行率（%）", -- 全年执行数÷全年预算数
    case when judged.is_released then judged."自评得分（分）" end as "自评得分（分）", -- 整体自评得分
    case when judged.is_released then judged."复算得分（分）" end as "复算得分（分）", -- 按规则复算
    case when judged.is_released then judged."自评减复算（分）" end as "自评减复算（分）", -- 自评减复算
    case when judged.is_released then judged.复算等级 end as 复算等级 -- 按复算得分
from judged
order by judged.is_released desc, try_cast(judged.名次 as integer) nulls last, judged.township_code
