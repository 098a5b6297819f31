-- grain: one equation that does not hold, with the cells that explain it
-- 说明: 不符的勾稽关系由哪些单元格解释
-- kept: no
with explaining as (
    select
        suspects.*,
        split_part(lines.line, ' ', 1) as code,
        substr(lines.line, strpos(lines.line, ' ') + 1) as equation,
        suspects.file || ' ' || suspects.sheet || ' ' || suspects.cell as place,
    from checks.suspects
    cross join unnest(string_split(suspects.equations, chr(10))) as lines(line)
    where not suspects.follows
),

-- A value stands only where all explanations agree on it.
candidates as (
    select
        explaining.code,
        explaining.equation,
        explaining.place,
        min(explaining.set_no) as set_no,
        any_value(explaining.form_id) as form_id,
        any_value(explaining.file) as file,
        any_value(explaining.sheet) as sheet,
        any_value(explaining.cell) as cell,
        any_value(explaining.value) as value,
        any_value(case
            when explaining.figure in ('initial_budget', 'adjusted_budget', 'executed') then '万元'
            when explaining.figure = 'rate' then '%'
            else '分'
        end) as unit,
        case when count(distinct explaining.would_be) = 1 and count(explaining.would_be) = count(*)
            then any_value(explaining.would_be) end as would_be,
        any_value(explaining.hint) as hint,
        any_value(explaining.of_cells) as of_cells,
        list(distinct explaining.set_no) as sets,
    from explaining
    group by explaining.code, explaining.equation, explaining.place
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by candidates.code, candidates.equation
            order by candidates.set_no, length(candidates.cell), candidates.cell
        ) as place_no,
    from candidates
)

select
    ranked.code as code, -- 审核代码
    ranked.equation as equation, -- 勾稽关系的编号
    count(*) filter (where ranked.set_no > 0) as candidates, -- 有几处可能；0 为不能归结为少数几处
    min(ranked.of_cells) as of_cells, -- 要改几处才全部相符
    length(flatten(list(ranked.sets))) = length(list_distinct(flatten(list(ranked.sets))))
        as is_one, -- 每种解释中只有一处涉及这项勾稽关系，各处互为另一种可能
    length(list_distinct(flatten(list(ranked.sets)))) = 1 as is_only, -- 只有一种解释
    list(ranked.place order by ranked.place_no) as places, -- 各处的位置，可能性大的在前；漏报项目为空
    list(ranked.place) filter (where ranked.would_be is not null) as sure_places, -- 其中应为多少可以确定的
    arg_min_null(ranked.form_id, ranked.place_no) as form_id, -- 最可能的一处：所在表的编号
    arg_min_null(ranked.file, ranked.place_no) as file, -- 文件
    arg_min_null(ranked.sheet, ranked.place_no) as sheet, -- 工作表
    arg_min_null(ranked.cell, ranked.place_no) as cell, -- 单元格，漏报项目为空
    arg_min_null(shown(ranked.value) || ranked.unit, ranked.place_no) as value, -- 填报的数
    arg_min_null(shown(ranked.would_be) || ranked.unit, ranked.place_no) as would_be, -- 应为多少，不能确定的为空
    arg_min_null('可能是' || ranked.hint, ranked.place_no) as hint, -- 可能的笔误
    list({place: ranked.place, would_be: shown(ranked.would_be), unit: ranked.unit, says: coalesce(
        ranked.cell || coalesce('应为' || shown(ranked.would_be) || ranked.unit, ''), '项目漏报或重报')}
        order by ranked.place_no) as choices, -- 可改的各处
from ranked
group by ranked.code, ranked.equation
