-- grain: one indicator of a project or of the whole department
-- 说明: 绩效指标，一个指标一行；scope 为 project 是项目的，department 是部门整体的
with rows_of_forms as (
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.form,
        entries.form_no,
        entries.row_no,
        entries.file,
        entries.sheet,
        max(entries.text) filter (where entries.field = 'project') as listed_project,
        max(entries.text) filter (where entries.field = 'level1') as level1,
        max(entries.text) filter (where entries.field = 'level2') as level2,
        max(entries.text) filter (where entries.field = 'level3') as level3,
        max(entries.text) filter (where entries.field = 'target') as target,
        max(entries.number) filter (where entries.field = 'target') as target_number,
        max(entries.unit) filter (where entries.field = 'target') as target_unit,
        max(entries.amount) filter (where entries.field = 'target') as target_amount,
        max(entries.amount_upper) filter (where entries.field = 'target') as target_amount_upper,
        max(entries.latest) filter (where entries.field = 'target') as target_latest,
        coalesce(bool_or(entries.vague) filter (where entries.field = 'target'), false) as target_vague,
        max(entries.upper) filter (where entries.field = 'target') as target_upper,
        max(entries.comparator) filter (where entries.field = 'target') as target_comparator,
        -- Some forms keep 指标性质, 指标值 and 度量单位 in columns of their own.
        max(comparator_of(entries.text)) filter (where entries.field = 'target_sign') as sign_comparator,
        max(entries.text) filter (where entries.field = 'target_sign') as target_sign,
        max(measure_unit(entries.text)) filter (where entries.field = 'target_unit') as column_unit,
        max(entries.text) filter (where entries.field = 'actual') as actual,
        max(entries.number) filter (where entries.field = 'actual') as actual_number,
        max(entries.upper) filter (where entries.field = 'actual') as actual_upper,
        max(entries.unit) filter (where entries.field = 'actual') as actual_unit,
        max(entries.comparator) filter (where entries.field = 'actual') as actual_comparator,
        max(entries.amount) filter (where entries.field = 'actual') as actual_amount,
        max(entries.amount_upper) filter (where entries.field = 'actual') as actual_amount_upper,
        coalesce(bool_or(entries.vague) filter (where entries.field = 'actual'), false) as actual_vague,
        max(entries.mismatch) filter (where entries.field = 'actual') as mismatch,
        max(entries.number) filter (where entries.field = 'weight') as weight,
        max(entries.number) filter (where entries.field = 'score') as reported_score,
        max(entries.text) filter (where entries.field = 'reason') as reason,
        max(entries.cell) filter (where entries.field = 'level3') as cell,
        max(entries.cell) filter (where entries.field = 'target') as target_cell,
        max(entries.cell) filter (where entries.field = 'actual') as actual_cell,
        max(entries.cell) filter (where entries.field = 'weight') as weight_cell,
        max(entries.cell) filter (where entries.field = 'score') as score_cell,
        max(entries.cell) filter (where entries.field = 'reason') as reason_cell,
        bool_or(entries.issue is not null and entries.number is null) as has_issue,
    from staging.listed as entries
    where entries.form in ('project', 'department', 'indicator_list') and entries.row_no is not null
    group by all

    union all by name

    -- A whole-department form that has the execution rate in a block of money: a row like that of the official form.
    select
        entries.form_id,
        entries.year,
        entries.township,
        entries.form,
        entries.form_no,
        0 as row_no,
        entries.file,
        entries.sheet,
        '预算执行' as level1,
        '预算执行' as level2,
        string_split(parameter('执行率指标', entries.year), '|')[1] as level3,
        '100%' as target,
        100 as target_number,
        '%' as target_unit,
        '>=' as target_comparator,
        max(entries.text) filter (where entries.field = 'total.rate') as actual,
        percent(
            max(entries.number) filter (where entries.field = 'total.rate'), actual,
            max(in_wan(entries.number, entries.unit)) filter (where entries.field = 'total.executed'),
            max(in_wan(entries.number, entries.unit)) filter (where entries.field = 'total.adjusted_budget')
        ) as actual_number,
        '%' as actual_unit,
        max(entries.number) filter (where entries.field = 'total.weight') as weight,
        max(entries.number) filter (where entries.field = 'total.score') as reported_score,
        max(entries.cell) filter (where entries.field = 'total.rate') as actual_cell,
        max(entries.cell) filter (where entries.field = 'total.weight') as weight_cell,
        max(entries.cell) filter (where entries.field = 'total.score') as score_cell,
        false as has_issue,
    from staging.listed as entries
    where entries.form = 'department' and entries.field like 'total.%'
    group by all
    having weight > 0
),

-- What joins a row to its project: the form, or in a list the name.
keyed as (
    select
        rows_of_forms.*,
        case when rows_of_forms.form <> 'indicator_list' then rows_of_forms.form_id end as own_form,
        case when rows_of_forms.form = 'indicator_list' then name_key(rows_of_forms.listed_project) end as project_key,
    from rows_of_forms
),

named as (
    select
        projects.year,
        projects.township,
        name_key(projects.project) as project_key,
        projects.form_id,
        projects.form,
    from staging.projects
    where projects.counted
),

forms_with_rows as (
    select distinct rows_of_forms.form_id,
    from rows_of_forms
)

select
    -- A row of an indicator list belongs to the project of that name in the same submission.
    coalesce(named.form_id, keyed.form_id) as form_id, -- 表的编号
    keyed.year as year, -- 年度
    keyed.township as township, -- 乡镇，填写的单位不在名册中的为空
    case when keyed.form = 'department' then 'department' else 'project' end as scope, -- 范围：project 项目，department 部门整体
    case when keyed.form = 'indicator_list' then keyed.listed_project else own.project end as project, -- 项目名称
    keyed.row_no as row_no, -- 表内行号
    keyed.level1 as level1, -- 一级指标
    keyed.level2 as level2, -- 二级指标
    keyed.level3 as level3, -- 三级指标
    keyed.target as target, -- 年度指标值
    keyed.actual as actual, -- 实际完成值
    cast(keyed.weight as decimal(12, 4)) as weight, -- 分值
    cast(keyed.weight as decimal(18, 6)) as exact_weight, -- 分值，六位小数（50÷3 为 16.666667）
    cast(keyed.reported_score as decimal(12, 4)) as reported_score, -- 自评得分
    keyed.reason as reason, -- 偏差原因分析及改进措施
    keyed.target_sign as target_sign, -- 指标性质一栏的内容
    case when keyed.target_sign is distinct from '定性' then keyed.target_number end as target_number, -- 指标值的数值，日期为年月日八位数
    keyed.target_upper as target_upper, -- 指标值是区间时的上限
    coalesce(keyed.target_unit, keyed.column_unit) as target_unit, -- 指标值的单位
    -- A bare 0 stands for none (=), unless the column says ≥ or ≤.
    case
        when keyed.target_comparator = '=' and keyed.target_number = 0 and not regexp_matches(keyed.target, '[=＝﹦]')
            then coalesce(keyed.sign_comparator, '=')
        else coalesce(keyed.target_comparator, keyed.sign_comparator)
    end as target_comparator, -- 指标值的比较符，~ 为区间，≈ 为约数
    case when keyed.target_sign is distinct from '定性' then keyed.target_amount end
        as target_amount, -- 指标值，以与完成值相同的最小单位计
    keyed.target_amount_upper as target_amount_upper, -- 指标值是区间时的上限，单位同上
    keyed.target_latest as target_latest, -- 期限写“某月前”时最晚可到哪一天
    keyed.target_vague as target_vague, -- 指标值写法含糊
    keyed.actual_number as actual_number, -- 完成值的数值
    keyed.actual_upper as actual_upper, -- 完成值是区间时的上限
    coalesce(keyed.actual_unit, keyed.column_unit) as actual_unit, -- 完成值的单位
    keyed.actual_comparator as actual_comparator, -- 完成值的比较符：10余次为 >
    keyed.actual_amount as actual_amount, -- 完成值，以与指标值相同的最小单位计
    keyed.actual_amount_upper as actual_amount_upper, -- 完成值是区间时的上限，单位同上
    keyed.actual_vague as actual_vague, -- 完成值写法含糊
    keyed.mismatch as mismatch, -- 完成值与指标值不能比较的原因：单位不同、多个数值等
    keyed.file as file, -- 文件
    keyed.sheet as sheet, -- 工作表
    keyed.cell as cell, -- 三级指标所在单元格
    keyed.target_cell as target_cell, -- 指标值所在单元格
    keyed.actual_cell as actual_cell, -- 完成值所在单元格
    keyed.weight_cell as weight_cell, -- 分值所在单元格
    keyed.score_cell as score_cell, -- 得分所在单元格
    keyed.reason_cell as reason_cell, -- 偏差原因所在单元格
    keyed.has_issue as has_issue, -- 有不能读成数值的单元格
from keyed
left join staging.projects as own
    on keyed.own_form = own.form_id
left join named
    on keyed.year = named.year and keyed.township = named.township and keyed.project_key = named.project_key
left join forms_with_rows
    on named.form_id = forms_with_rows.form_id
where
    -- A list beside the project's own form says again what the form says.
    (forms_with_rows.form_id is null or named.form <> 'project')
    -- The execution rate in the block of money and again as a row counts once.
    and not coalesce(
        keyed.form = 'project' and own.execution_weight > 0 and is_execution(null, keyed.level3, keyed.year), false
    )
order by keyed.year, keyed.township, keyed.file, keyed.form_no, keyed.row_no
