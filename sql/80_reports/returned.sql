-- grain: one township that has anything to do: to send, to correct, to explain or to write; then their sum
-- 说明: 通报的附件整改清单：谁做什么，未报送的在前
-- part: 整改单位
with asked as (
    select
        items.乡镇 as township,
        count(*) filter (where items.级别 = '错误') as errors,
        count(*) filter (where items.级别 = '疑点') as doubts,
        count(*) filter (where items.级别 = '说明') as explanations,
        count(*) filter (where items.级别 = '补充') as texts,
        list_sort(list(distinct coalesce(checked.name, findings.code))
            filter (where items.级别 = '错误' and findings.code <> 'not_submitted')) as kinds,
    from reports.findings as items
    left join checks.findings
        on items.问题编号 = findings.finding_id
    left join rules.checks as checked
        on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
    where items.级别 <> '随上项'
    group by items.乡镇
),

lines as (
    select
        case when townships.is_submitted then 2 else 1 end as part,
        townships.township_code,
        townships.township,
        asked.* exclude (township),
        concat_ws('；',
            case when not townships.is_submitted then '报送全部自评材料' end,
            case when townships.is_submitted and len(asked.kinds) > 0
                -- The notice has them all.
                then '改正' || array_to_string(list_transform(asked.kinds[:6], lambda kind: quoted(kind)), '')
                    || case when len(asked.kinds) > 6 then '等' || len(asked.kinds) || '类错误' else '' end
            end,
            case when asked.doubts > 0 then '核实并说明疑点' end,
            case when asked.explanations > 0 then '在报告中说明执行率偏低的项目' end,
            case when asked.texts > 0 then '补写报告文字' end
        ) as task,
    from scores.townships
    left join asked
        on townships.township = asked.township
    where townships.year = getvariable('year') and (not townships.is_submitted or asked.township is not null)
),

summed as (
    select * from lines

    union all by name

    select
        3 as part,
        '合计' as township,
        cast(sum(lines.errors) as bigint) as errors,
        cast(sum(lines.doubts) as bigint) as doubts,
        cast(sum(lines.explanations) as bigint) as explanations,
        cast(sum(lines.texts) as bigint) as texts,
        count(*) || '个乡镇' as task,
    from lines
    having count(*) > 0
)

select
    case when summed.part < 3 then row_number() over (order by summed.part, summed.township_code) end as 序号, -- 次序
    summed.township as 乡镇, -- 单位名称
    summed.errors as "须改正（个）", -- 错误
    summed.doubts as "须核实（个）", -- 疑点
    summed.explanations as "须说明（项）", -- 须在报告中说明
    summed.texts as "须补写（项）", -- 须补写的文字
    summed.task as 整改事项, -- 做什么
    case when summed.part < 3 then correct_by(getvariable('year')) end as 期限 -- 规则参数“整改期限”
from summed
order by summed.part, summed.township_code
