-- grain: one row, the county; its columns are the placeholders of the county's notice
-- 说明: 全县数据，一行，列名即通报模板中的占位名
-- part: 全县
with sums as (
    select
        count(*) as townships,
        count(*) filter (where townships.is_submitted) as submitted,
        string_agg(townships.township, '、' order by townships.township_code)
            filter (where not townships.is_submitted) as missing,
        string_agg(townships.township || case
                when punctuality.days_late > 0 then '（已逾期' || punctuality.days_late || '天）'
                else ''
            end, '、' order by townships.township_code) filter (where not townships.is_submitted) as missing_since,
        cast(sum(townships.project_count) as bigint) as project_count,
        cast(sum(townships.project_forms) as bigint) as project_forms,
        -- Of those alone that say how many there should be.
        cast(sum(townships.project_forms) filter (where townships.project_count is not null) as bigint) as covered,
        list(townships.township order by townships.township_code)
            filter (where townships.project_count is null and townships.project_forms > 0) as without_count,
        share(sum(townships.machine_total), 1, count(townships.machine_total)) as mean_total,
        max(townships.machine_total) as highest,
        min(townships.machine_total) as lowest,
        case when count(distinct townships.county) = 1 then any_value(townships.county) end as county,
    from scores.townships
    left join changes.punctuality
        on townships.year = punctuality.year and townships.township = punctuality.township
    where townships.year = getvariable('year')
),

-- When what came was complete. Where no run lay between the deadline and a township's coming, nobody knows.
came as (
    select
        min(punctuality.deadline) filter (where not punctuality.is_extended) as deadline,
        string_agg(punctuality.township || '至' || day_words(punctuality.deadline), '、' order by townships.township_code)
            filter (where punctuality.is_extended) as extended,
        string_agg(punctuality.township || '（逾期' || punctuality.days_late || '天）', '、'
            order by punctuality.days_late desc, townships.township_code)
            filter (where punctuality.first_complete is not null and punctuality.days_late > 0
                and not punctuality.is_unsure) as late,
        string_agg(punctuality.township || case
                when punctuality.first_complete is null and punctuality.days_late > 0
                    then '（已逾期' || punctuality.days_late || '天）'
                else ''
            end, '、' order by townships.township_code)
            filter (where townships.is_submitted and not punctuality.is_complete) as incomplete,
        string_agg(punctuality.township, '、' order by townships.township_code)
            filter (where punctuality.is_unsure) as unsure,
    from changes.punctuality
    inner join scores.townships
        on punctuality.year = townships.year and punctuality.township = townships.township
    where punctuality.year = getvariable('year')
),

-- How far what was found over the nights is settled.
settled as (
    select
        sum(progress.findings) as findings,
        sum(progress.corrected) as corrected,
        sum(progress.waived) as waived,
        sum(progress.accepted) as accepted,
        sum(progress.gone) as gone,
        sum(progress.replied) as replied,
        sum(progress.refused) as refused,
        sum(progress.waiting) as waiting,
        sum(progress.corrected + progress.waived + progress.accepted + progress.gone) as done,
    from changes.progress
    where progress.year = getvariable('year')
),

-- Amounts are added up in one place, without those under an open error.
money as (
    select
        any_value(county.initial_budget) filter (where county.item_field = 'total') as initial_budget,
        any_value(county.adjusted_budget) filter (where county.item_field = 'total') as adjusted_budget,
        any_value(county.executed) filter (where county.item_field = 'total') as executed,
        any_value(county.execution_rate) filter (where county.item_field = 'total') as execution_rate,
        any_value(county.adjusted_budget) filter (where county.item_field = 'project') as project_adjusted_budget,
        any_value(county.executed) filter (where county.item_field = 'project') as project_executed,
        any_value(county.execution_rate) filter (where county.item_field = 'project') as project_execution_rate,
        sum(county.left_out) filter (where county.item_field in ('total', 'project')) as left_out,
        string_agg(county.left_out_list, '；' order by county.item_no desc)
            filter (where county.item_field in ('total', 'project')) as left_out_list,
    from marked.county
    where county.year = getvariable('year')
),

grades as (
    select
        string_agg(counted.grade || counted.projects || '个', '，' order by counted.grade_no nulls last) as words,
    from (
        select
            coalesce(projects.grade, '不可评') as grade,
            projects.grade_no,
            count(*) as projects,
        from scores.projects
        where projects.counted and projects.year = getvariable('year')
        group by projects.grade, projects.grade_no
    ) as counted
),

problems as (
    select
        cast(coalesce(sum(counts.errors), 0) as bigint) as errors,
        cast(coalesce(sum(counts.warnings), 0) as bigint) as warnings,
        cast(coalesce(sum(counts.notes), 0) as bigint) as notes,
    from checks.counts
    where counts.year = getvariable('year')
),

open as (
    select
        count(*) filter (where findings.severity in ('error', 'warn') and findings.township is null) as of_nobody,
        (
            select count(*)
            from checks.settled
            where settled.severity in ('error', 'warn') and settled.township is not null
        ) as settled,
        (
            select count(*)
            from marked.budgets
            where budgets.year = getvariable('year') and budgets.is_left_out
        ) as marked,
    from checks.findings
    where findings.year = getvariable('year')
),

asked as (
    select
        count(distinct items.乡镇) as townships,
        count(distinct items.乡镇) filter (where items.级别 = '错误' and townships.is_submitted) as returned,
        count(distinct items.乡镇) filter (where items.级别 = '疑点') as doubted,
    from reports.findings as items
    inner join scores.townships
        on items.乡镇 = townships.township and townships.year = getvariable('year')
),

-- What the re-check found: a project counts once, with the mean of those who reviewed it.
reviewed as (
    select
        count(*) as projects,
        sum(by_project.papers) as papers,
        count(*) filter (where by_project.is_drawn) as of_drawn,
        count(*) filter (where by_project.review_total < by_project.self_total) as cut,
        share(sum(by_project.self_total), 1, count(*)) as mean_self,
        share(sum(by_project.review_total), 1, count(*)) as mean_review,
    from (
        select
            count(*) as papers,
            bool_or(recheck.form_id is not null) as is_drawn,
            portion(sum(reviews.self_total), 1, count(*)) as self_total,
            portion(sum(reviews.review_total), 1, count(*)) as review_total,
        from scores.reviews
        left join rankings.recheck
            on reviews.form_id = recheck.form_id
        where reviews.year = getvariable('year') and reviews.review_total is not null
            and reviews.form_id is not null
        group by reviews.form_id
    ) as by_project
),

-- A sheet of which nothing is filled in is no paper yet.
open_reviews as (
    select count(*) as papers
    from scores.reviews
    where reviews.year = getvariable('year') and reviews.review_total is null
        and reviews.review_id in (
            select staged.review_id from staging.reviews as staged where staged.review_score is not null
        )
),

estimated as (
    select
        any_value(estimates.projects) as projects,
        any_value(estimates.reviewed) as reviewed,
        any_value(estimates.mean_overstated) as mean_overstated,
        any_value(estimates.bound) as bound,
        any_value(estimates.limits) as limits,
    from rankings.review_estimates as estimates
    where estimates.year = getvariable('year') and estimates.stratum = '全县'
),

bases as (
    select
        count(*) as pieces,
        any_value(named.name) as only,
        string_agg(named.name || '（占' || written(named.weight, '') || '%）', '、' order by named.row_no) as words,
    from (
        select
            ranking.row_no,
            ranking.weight,
            case ranking.basis
                when '整体得分' then '部门整体支出复算得分'
                when '项目平均分' then '项目支出复算平均分'
                when '覆盖率' then '自评覆盖率'
                else ranking.basis
            end as name,
        from rules.ranking
        where ranking.weight > 0 and in_force(ranking.from_year, ranking.to_year, getvariable('year'))
    ) as named
),

same as (
    select
        string_agg(compared.name || compared.says, '，' order by compared.figure_no) filter (
            where compared.township_code is null
                and compared.figure in ('adjusted_budget', 'executed', 'execution_rate')
                and compared.change is not null) as county,
        list(compared.township order by compared.change desc) filter (
            where compared.figure = 'machine_total' and compared.way = '提高' and compared.township_code is not null
        ) as better,
        list(compared.township order by compared.change) filter (
            where compared.figure = 'machine_total' and compared.way = '下降' and compared.township_code is not null
        ) as worse,
    from rankings.same_period as compared
    where compared.year = getvariable('year')
),

-- What deserves to be named, from figures alone.
good as (
    select
        list(townships.township order by townships.township_code) filter (
            where wrong.township is null
        ) as without_errors,
        max(budgets.execution_rate) filter (where budgets.execution_rate <= 100) as best_rate,
        arg_max(townships.township, budgets.execution_rate) filter (where budgets.execution_rate <= 100)
            as best_spender,
        list(townships.township order by townships.township_code) filter (
            where townships.gap = 0 and wrong.township is null
        ) as exact,
    from scores.townships
    left join (select distinct items.乡镇 as township from reports.findings as items where items.级别 = '错误') as wrong
        on townships.township = wrong.township
    left join marked.budgets
        on townships.year = budgets.year and townships.township = budgets.township and budgets.item_field = 'total'
    where townships.year = getvariable('year') and townships.is_submitted
),

drawn as (
    select
        count(*) as projects,
        count(distinct recheck.township) as townships,
        count(*) filter (where marked_projects.is_left_out) as doubtful,
        cast(coalesce(sum(marked_projects.counted_adjusted_budget), 0) as decimal(24, 6)) as amount,
    from rankings.recheck
    left join marked.projects as marked_projects
        on recheck.form_id = marked_projects.form_id
    where recheck.year = getvariable('year')
),

-- What the bureau's own ledger says, and how far what was reported is that; no row without a ledger.
official as (
    select
        ledger_groups.*,
        (
            select count(distinct findings.form_id)
            from checks.findings
            where findings.code = 'ledger_figure_mismatch' and findings.year = getvariable('year')
        ) as differing,
        (
            select count(*)
            from checks.findings
            where findings.code = 'ledger_project_unknown' and findings.year = getvariable('year')
        ) as unknown,
        (
            select count(*)
            from scores.ledger_executions as executions
            where executions.year = getvariable('year') and executions.gap < 0
        ) as overpaid,
        (
            select count(*)
            from scores.ledger_executions as executions
            where executions.year = getvariable('year') and executions.gap > 0
        ) as underpaid,
    from scores.ledger_groups
    where ledger_groups.year = getvariable('year') and ledger_groups.basis = '合计'
),

-- What is annexed, in this order.
attached as (
    select
        list_filter([
            case when drawn.projects > 0 then '抽查复核项目清单' end,
            case when asked.townships > 0 then '整改清单' end,
            case when reviewed.papers > 0 then '复核结果清单' end
        ], lambda name: name is not null) as names,
        len(names) as papers,
    from drawn, asked, reviewed
)

select
    getvariable('year') as 年度, -- 年度
    coalesce(nullif(parameter('县名', getvariable('year')), ''), sums.county, '') as 县, -- 县名
    coalesce(nullif(parameter('县名', getvariable('year')), ''), sums.county, right(whole(), 1)) || '财政局' as 发文单位, -- 发文单位
    sums.townships as 应报乡镇, -- 应报送乡镇（个）
    sums.submitted as 已报乡镇, -- 已报送乡镇（个）
    case
        when sums.missing is null then '全部乡镇均已报送'
        else sums.missing_since || '未报送'
    end as 报送说明, -- 未报送的乡镇，已经逾期几天
    nullif(concat_ws('',
        '报送期限为' || day_words(came.deadline) || coalesce('（经批准延期的为' || came.extended || '）', '') || '。',
        case when came.late is not null then '逾期报齐的为' || came.late || '。' end,
        case when came.incomplete is not null then '还没有报齐的为' || came.incomplete || '。' end,
        case when came.unsure is not null then to_fill(came.unsure || '是否逾期') end
    ), '') as 逾期说明, -- 报送期限、谁逾期几天、谁没有报齐；没有规定期限而且都报齐的为空
    coalesce(nullif(parameter('通报文号', getvariable('year')), ''), to_fill('发文字号')) as 文号, -- 规则参数
    coalesce(
        '根据' || nullif(parameter('通报依据', getvariable('year')), ''), '按照预算绩效管理工作要求'
    ) as 依据, -- 规则参数
    '抄送：' || nullif(parameter('通报抄送', getvariable('year')), '') || '。' as 抄送, -- 规则参数，没有的为空
    contact_of(getvariable('year')) as 联系方式, -- 规则参数
    parameter('整改后果', getvariable('year')) as 整改后果, -- 规则参数
    sums.project_count as 项目数量, -- 应自评项目（个）
    sums.project_forms as 自评数量, -- 已自评项目（个）
    share(sums.covered, 100, nullif(sums.project_count, 0)) as 覆盖率, -- 自评覆盖率（%）
    some_of(sums.without_count) || '没有填报项目支出数量，不计入自评覆盖率。' as 覆盖率说明, -- 没有的为空
    '县财政局台账列有应自评项目' || official.projects || '个' || concat_ws('',
        '，全年预算数' || shown(official.adjusted_budget) || '万元', '，全年执行数' || shown(official.executed) || '万元',
        '，执行率' || official.execution_rate || '%', '；已自评' || official.evaluated || '个，按个数覆盖'
        || official.coverage || '%', '，按金额覆盖' || official.money_coverage || '%', '。',
        '其中' || nullif(concat_ws('，',
            case when official.projects > official.evaluated
                then '没有自评的' || (official.projects - official.evaluated) || '个' end,
            case when official.differing > 0 then '金额与台账不符的' || official.differing || '个' end,
            case when official.overpaid > 0 then '执行率得分按填报数高于按台账的' || official.overpaid || '个' end,
            case when official.underpaid > 0 then '执行率得分按填报数低于按台账的' || official.underpaid || '个' end
        ), '') || '。',
        case when official.unknown > 0 then '另有' || official.unknown || '个自评项目台账中没有。' end
    ) as 台账情况, -- 几句话，金额取自台账，没有台账的为空
    money.initial_budget as 年初预算, -- 年初预算数（万元）
    money.adjusted_budget as 全年预算, -- 全年预算数（万元）
    money.executed as 全年执行, -- 全年执行数（万元）
    money.execution_rate as 执行率, -- 预算执行率（%）
    money.project_adjusted_budget as 项目预算, -- 项目支出全年预算数（万元）
    money.project_executed as 项目执行, -- 项目支出全年执行数（万元）
    money.project_execution_rate as 项目执行率, -- 项目支出执行率（%）
    case when money.left_out > 0
        then '另有' || money.left_out || '项金额有误，未计入（' || money.left_out_list || '）。'
        else ''
    end as 未计入说明, -- 一句话
    sums.mean_total as 平均分, -- 整体复算平均分（分）
    sums.highest as 最高分, -- 整体复算最高分（分）
    sums.lowest as 最低分, -- 整体复算最低分（分）
    grades.words as 项目等级, -- 项目等级分布
    problems.errors as 错误数, -- 审核发现的错误（个）
    problems.warnings as 疑点数, -- 审核发现的疑点（个）
    problems.notes as 提示数, -- 提示（个）
    asked.returned as 退回乡镇, -- 须整改的乡镇（个）
    correct_by(getvariable('year')) as 整改期限, -- 整改期限
    '审核发现' || concat_ws('、',
        case when problems.errors > 0 then '须改正的错误' || problems.errors || '个' end,
        case when problems.warnings > 0 then '须说明的疑点' || problems.warnings || '个' end)
        || coalesce('，其中' || nullif(concat_ws('、',
            case when open.of_nobody > 0 then '不能确定所属乡镇或者由财政局自行改正的' || open.of_nobody || '个' end,
            case when open.settled > 0 then '已经豁免或者认可说明的' || open.settled || '个' end), '')
        || '，其余按乡镇列在整改清单中', '，按乡镇列在整改清单中') || '。主要问题如下。' as 问题说明, -- 一句话
    concat_ws('',
        case when sums.missing is not null
            then '没有报送的' || sums.missing || '，请于' || correct_by(getvariable('year')) || '报送全部自评材料。' end,
        case when asked.returned > 0
            then '有须改正的错误的' || asked.returned || '个乡镇，材料已经退回，请按整改清单和整改通知于'
                || correct_by(getvariable('year')) || '改正并重新报送。' end,
        case when asked.doubted > 0 then '有疑点的乡镇，请逐项核实，有误的改正，无误的说明原因，期限相同。' end
    ) as 整改说明, -- 几句话
    case when settled.done + settled.replied + settled.refused > 0 then '历次审核发现的错误和疑点共' || settled.findings || '个，'
        || concat_ws('，',
            case when settled.corrected > 0 then '已改正' || settled.corrected || '个' end,
            case when settled.waived > 0 then '豁免' || settled.waived || '个' end,
            case when settled.accepted > 0 then '认可说明' || settled.accepted || '个' end,
            case when settled.gone > 0 then '材料撤回或者不再适用' || settled.gone || '个' end,
            case when settled.done > 0 then '了结率' || share(settled.done, 100, settled.findings) || '%' end,
            case when settled.replied > 0 then '已回复待处理' || settled.replied || '个' end,
            case when settled.refused > 0 then '说明未认可' || settled.refused || '个' end,
            case when settled.waiting > 0 then '待改正' || settled.waiting || '个' end) || '。'
    end as 整改进度, -- 一句话，还没有改正、回复和处理的为空
    '各乡镇应当对照本次通报，核对本单位的自评材料，执行率偏低和没有完成的指标逐项说明原因，下年度编制预算时细化、量化绩效目标。'
        as 工作要求, -- 一句话
    case when drawn.projects > 0 then '抽取' || drawn.townships || '个乡镇的' || drawn.projects || '个项目进行复核，涉及全年预算数'
            || shown(drawn.amount) || '万元'
            || case when drawn.doubtful > 0 then '（另有' || drawn.doubtful || '个项目的金额有误，未计入）' else '' end
            || '，项目列在抽查复核项目清单中。' || case
                when reviewed.of_drawn = 0 then '复核结果另行通知。'
                when reviewed.of_drawn < drawn.projects
                    then '已经复核' || reviewed.of_drawn || '个，其余结果另行通知。'
                else '' end
            || case when reviewed.projects > reviewed.of_drawn
                then '另复核了清单以外的' || (reviewed.projects - reviewed.of_drawn) || '个。' else '' end
        else '本次没有抽取复核项目。'
    end as 抽查说明, -- 一句话
    case when reviewed.papers > 0 then '完成复核的项目' || reviewed.projects || '个'
        || case when reviewed.papers > reviewed.projects then '（复核表' || reviewed.papers || '份）' else '' end
        || '，自评平均' || shown(reviewed.mean_self) || '分，复核平均' || shown(reviewed.mean_review) || '分，'
        || case sign(reviewed.mean_self - reviewed.mean_review)
            when 1 then '平均核减' || shown(reviewed.mean_self - reviewed.mean_review) || '分'
            when -1 then '平均核增' || shown(reviewed.mean_review - reviewed.mean_self) || '分'
            else '两者相同'
        end
        || case when reviewed.cut > 0 then '，有核减的' || reviewed.cut || '个' else '' end || '。'
        || case when open_reviews.papers > 0
            then '另有' || open_reviews.papers || '份复核表没有评完或者得分有误，未计入。' else '' end
    end as 复核情况, -- 一句话，没有复核结果的为空
    case
        when estimated.mean_overstated is null then null
        when estimated.bound is not null and estimated.limits is null then '按样本推断，' || whole() || estimated.projects
            || '个项目自评平均' || case when estimated.mean_overstated < 0 then '偏低' else '偏高' end
            || shown(abs(estimated.mean_overstated)) || '分，误差不超过' || shown(estimated.bound) || '分（95%的把握）。'
        when estimated.limits not like '%不在推断之内%' then '按样本推断，' || whole() || '自评平均'
            || case when estimated.mean_overstated < 0 then '偏低' else '偏高' end
            || shown(abs(estimated.mean_overstated)) || '分；有的层只复核了一个，误差范围不能确定，仅供参考。'
        else '已经复核的' || estimated.reviewed || '个还不能代表' || whole() || estimated.projects
            || '个项目，暂不推断' || whole() || '的自评偏高多少。'
    end as 复核推断, -- 样本说明什么，没有复核结果的为空
    case when bases.pieces = 1 then '排名得分即' || bases.only else '排名得分由' || bases.words || '合成' end
        || '，得分相同的按执行率排列，没有报送的不排名。' as 排名说明, -- 规则“排名”
    case when same.county is not null then '与上年相比，' || same.county || '。' end as 上年预算, -- 没有上年数的为空
    case when len(same.better) > 0 or len(same.worse) > 0 then '与上年相比，复算得分' || concat_ws('；',
        case when len(same.better) > 0 then '提高的有' || some_of(same.better) end,
        case when len(same.worse) > 0 then '下降的有' || some_of(same.worse) end) || '。' end as 上年得分, -- 同上
    nullif(concat_ws('',
        case when len(good.without_errors) > 0 then some_of(good.without_errors) || '的材料没有发现须改正的错误。' end,
        case when good.best_rate is not null
            then good.best_spender || '预算执行率最高，为' || shown(good.best_rate) || '%。' end,
        case when len(good.exact) > 0 then some_of(good.exact) || '的整体自评得分与复算得分一致。' end
    ), '') as 好的做法, -- 只由数字得出，没有的为空
    case when 好的做法 is not null then '（二）好的做法' end as 好的做法标题, -- 没有的为空
    case when 好的做法 is not null then '（一）名次' end as 排名标题, -- 没有好的做法的不分目，为空
    case when money.left_out > 0 or open.marked > 0 then '注：※为有错误未改正的数，照填报列示，未计入合计。' end
        as 总体情况注, -- 没有的为空
    case when drawn.projects > 0 then attachment(1, attached.papers) || '　抽查复核项目清单' end as 抽查清单标题, -- 没有抽查的为空
    case when asked.townships > 0
        then attachment(1 + (drawn.projects > 0)::integer, attached.papers) || '　整改清单' end
        as 整改清单标题, -- 没有要整改的为空
    case when asked.townships > 0 then '期限：' || correct_by(getvariable('year')) end as 整改期限说明, -- 没有要整改的为空
    case when reviewed.papers > 0 then attachment(attached.papers, attached.papers) || '　复核结果清单' end
        as 复核清单标题, -- 没有复核结果的为空
    attachments(attached.names) as 附件说明, -- 各附件的名称，没有的为空
    drawn.projects as 抽查项目, -- 抽查复核的项目（个）
    drawn.townships as 抽查乡镇, -- 抽查复核涉及的乡镇（个）
    drawn.amount as 抽查金额, -- 抽查复核的全年预算数（万元），金额有误的项目未计入
from sums, came, settled, attached, money, grades, problems, drawn, open, asked, reviewed, open_reviews, estimated,
    bases, same, good
left join official
    on true
