-- grain: one township that has to correct its submission
-- 说明: 通报的整改单位表：谁改正什么
-- part: 整改单位
with counted as (
    select
        findings.township,
        count(*) filter (where findings.severity = 'error') as errors,
        count(*) filter (where findings.severity = 'warn') as warnings,
        list_sort(list(distinct coalesce(checked.name, findings.code))
            filter (where findings.severity = 'error')) as kinds,
    from checks.findings
    left join rules.checks as checked
        on findings.code = checked.code and in_force(checked.from_year, checked.to_year, findings.year)
    where findings.year = getvariable('year') and findings.township is not null and findings.code <> 'not_submitted'
        and (findings.file like '%/复核/%') is not true
    group by findings.township
)

select
    row_number() over (order by townships.township_code) as 序号, -- 次序
    townships.township as 乡镇, -- 单位名称
    counted.errors as 错误数, -- 须改正
    counted.warnings as 疑点数, -- 须说明
    array_to_string(counted.kinds, '；') as 须改正的问题, -- 错误的类别
    correct_by(townships.year) as 期限, -- 规则参数“整改期限”
from counted
inner join staging.townships
    on counted.township = townships.township and townships.year = getvariable('year')
where counted.errors > 0
order by townships.township_code
