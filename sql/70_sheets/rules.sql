-- grain: one rule of the published year that a score, a grade or a rank follows from
-- 说明: 规则：本年度采用的参数、分值、等级、定性档次、封顶和排名权重，凭本表和本工作簿各表可以重新算出各项总分
-- sheet: 规则
-- order: 25
with listed as (
    select
        1 as part,
        '参数' as kind,
        parameters.row_no,
        parameters.name,
        parameters.value,
        parameters.note,
        parameters.from_year,
        parameters.to_year,
    from rules.parameters
    -- Those that a figure follows from; the others are about files and the machine, and one is a password.
    where parameters.name in (
        '县名', '金额单位', '执行分值', '超额比例', '超额处理', '超额扣减上限', '隐藏内容', '执行率指标', '预算调整比例', '可评最低比例',
        '分值方案', '抽查比例', '抽查最少', '抽查风险份额', '抽查金额份额', '抽查种子', '整改期限', '台账不需自评的类别'
    )

    union all by name

    select 2 as part, '分值' as kind, row_no, profile || '：' || level1 as name, weight::varchar as value, note,
        from_year, to_year,
    from rules.weights

    union all by name

    select 3 as part, '等级' as kind, row_no, ordinal || name as name, low, high, note, from_year, to_year,
    from rules.grades

    union all by name

    select 4 as part, '定性' as kind, row_no, band as name, low, high, note, from_year, to_year,
    from rules.bands

    union all by name

    select 5 as part, '封顶' as kind, row_no, '总分至多' as name, most::varchar as value, low, high, note,
        from_year, to_year,
    from rules.caps

    union all by name

    select 6 as part, '排名' as kind, row_no, basis as name, weight::varchar as value, note, from_year, to_year,
    from rules.ranking
)

select
    listed.kind as 类别, -- 参数、分值、等级、定性、封顶、排名，即规则工作簿的工作表
    listed.name as 名称, -- 参数名、指标、等级、档次或排名依据
    case
        when listed.part = 1 then listed.value
        else rtrim(regexp_replace(listed.value, '(\.\d*?)0+$', '\1'), '.')
    end as 值, -- 参数的值、分值、总分上限、排名权重（%）
    cast(listed.low as decimal(9, 2)) as 下限, -- 等级的得分、定性得分占分值的比例、封顶的执行率，含
    cast(listed.high as decimal(9, 2)) as 上限, -- 同上，不含
    listed.note as 说明 -- 规则工作簿中的说明
from listed
where in_force(listed.from_year, listed.to_year, getvariable('year'))
    -- Of rows with one name the first holds.
    and (listed.part <> 1 or not exists (
        from rules.parameters as earlier
        where earlier.name = listed.name and earlier.row_no < listed.row_no
            and in_force(earlier.from_year, earlier.to_year, getvariable('year'))
    ))
order by listed.part, listed.row_no
