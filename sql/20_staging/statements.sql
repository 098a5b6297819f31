-- grain: one figure in a township's report in Word
-- 说明: 自评报告（Word）中的数字，以及它与表内数据是否对得上，一个数字一行
with figures as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.file,
        entries.sheet,
        entries.row_no as statement_no,
        max(entries.cell) as cell,
        max(entries.text) filter (where entries.field = 'statement') as words,
        max(entries.number) filter (where entries.field = 'statement') as number,
        max(entries.unit) filter (where entries.field = 'statement') as unit,
        coalesce(max(entries.comparator) filter (where entries.field = 'statement'), '') as sign,
        max(entries.upper) filter (where entries.field = 'statement') as step,
        max(entries.text) filter (where entries.field = 'statement_section') as section,
        string_split(max(entries.text) filter (where entries.field = 'statement_fact'), '|') as facts,
        cast(max(entries.number) filter (where entries.field = 'statement_listed') as integer) as listed,
        max(entries.text) filter (where entries.field = 'statement_listed') as listed_at,
        cast(max(entries.number) filter (where entries.field = 'statement_part_of') as integer) as whole_no,
        cast(max(entries.number) filter (where entries.field = 'statement_rate_of') as integer) as rate_part_no,
        cast(max(entries.upper) filter (where entries.field = 'statement_rate_of') as integer) as rate_whole_no,
        max(entries.text) filter (where entries.field = 'statement_confirmed') as confirmed,
    from staging.entries
    where entries.form = 'report' and entries.field like 'statement%' and entries.township is not null
    group by entries.form_id, entries.year, entries.township, entries.file, entries.sheet, entries.row_no
),

-- What the forms say of each fact that the words may state, in the unit of the figure.
candidates as (
    select
        figures.form_id,
        figures.statement_no,
        list_position(figures.facts, sourced.fact) as place,
        sourced.*,
        in_unit(sourced.expected, figures.unit) as wanted,
        states(figures.number, figures.sign, figures.step, wanted)
            or coalesce(states(figures.number, figures.sign, figures.step, in_unit(sourced.typed, figures.unit)), false)
            as is_tied,
    from figures
    inner join staging.sourced
        on figures.year = sourced.year and figures.township = sourced.township
            and list_contains(figures.facts, sourced.fact)
),

best as (
    select candidates.*,
    from candidates
    qualify row_number() over (
        partition by candidates.form_id, candidates.statement_no
        order by candidates.is_tied desc, candidates.place
    ) = 1
),

sums as (
    select
        figures.form_id,
        figures.whole_no,
        sum(figures.number) as total,
        count(*) as parts,
        string_agg(written(figures.number, figures.unit), '＋' order by figures.statement_no) as parts_shown,
    from figures
    where figures.whole_no is not null
    group by figures.form_id, figures.whole_no
),

judged as (
    select
        figures.*,
        best.fact,
        best.wanted,
        best.is_tied,
        best.file as source_file,
        best.sheet as source_sheet,
        best.cell as source_cell,
        best.basis as source_basis,
        sums.total as parts_total,
        sums.parts_shown,
        -- Parts that were rounded may add up to a little more or less; counts are not rounded.
        abs(sums.total - figures.number) <= case when figures.step < 1 then sums.parts * figures.step * 0.5 else 0 end
            as is_sum,
        share(rate_part.number, 100, rate_whole.number) as rate,
        written(rate_part.number, rate_part.unit) || '÷' || written(rate_whole.number, rate_whole.unit) as rate_shown,
        states(figures.number, figures.sign, figures.step, share(rate_part.number, 100, rate_whole.number)) as is_rate,
    from figures
    left join best
        on figures.form_id = best.form_id and figures.statement_no = best.statement_no
    left join sums
        on figures.form_id = sums.form_id and figures.statement_no = sums.whole_no
    left join figures as rate_part
        on figures.form_id = rate_part.form_id and figures.rate_part_no = rate_part.statement_no
    left join figures as rate_whole
        on figures.form_id = rate_whole.form_id and figures.rate_whole_no = rate_whole.statement_no
)

select
    judged.year as year, -- 年度
    judged.township as township, -- 乡镇
    judged.form_id as form_id, -- 报告的编号
    judged.statement_no as statement_no, -- 数字在报告中的次序
    judged.file as file, -- 文件
    judged.sheet as sheet, -- 工作表（正文）
    judged.section as section, -- 章节
    judged.cell as cell, -- 位置：第几段、第几个表第几行第几列
    judged.words as words, -- 原文
    judged.number as number, -- 数值
    judged.unit as unit, -- 单位
    judged.sign as sign, -- 约数：> 余、多，< 近、不足，≈ 约；确数为空
    coalesce(judged.fact, array_to_string(judged.facts, '、')) as fact, -- 说的是哪个数据（规则的事实），看不出来的为空
    case
        when judged.fact is not null then judged.wanted
        when judged.parts_total is not null then cast(judged.parts_total as decimal(18, 6))
        when judged.rate is not null then cast(judged.rate as decimal(18, 6))
    end as expected, -- 应为，按原文的单位
    case
        when judged.is_tied then 'tied'
        when judged.fact is not null then 'differs'
        when not judged.is_sum or not judged.is_rate then 'differs'
        when judged.is_sum or judged.is_rate or judged.confirmed is not null then 'tied'
        else 'unsourced'
    end as verdict, -- 结论：tied 对上、differs 对不上、unsourced 无来源
    case
        when judged.fact is not null then judged.source_basis
        when judged.parts_total is not null then judged.parts_shown || '＝' || written(judged.parts_total, judged.unit)
        when judged.rate is not null then judged.rate_shown || '＝' || shown(judged.rate) || '%'
        when judged.confirmed is not null then judged.confirmed
        when len(judged.facts) > 0 then '表中没有这个数据'
    end as basis, -- 依据
    judged.source_file as source_file, -- 来源文件
    judged.source_sheet as source_sheet, -- 来源工作表
    judged.source_cell as source_cell, -- 来源单元格
    judged.listed as listed, -- 所列的个数
    judged.listed_at as listed_at, -- 所列的位置
    judged.whole_no as whole_no, -- 是哪个数字的一部分
    judged.rate_part_no as rate_part_no, -- 比率的分子
    judged.rate_whole_no as rate_whole_no, -- 比率的分母
    judged.is_sum as is_sum, -- 各部分之和是否等于它
    judged.is_rate as is_rate, -- 与旁边的两个数字是否相符
    judged.parts_total as parts_total, -- 各部分之和
    judged.parts_shown as parts_shown, -- 各部分
    judged.rate as rate, -- 按旁边的两个数字算得的比率（%）
    judged.rate_shown as rate_shown, -- 旁边的两个数字
from judged
order by judged.year, judged.township, judged.file, judged.statement_no
