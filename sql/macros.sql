-- Arithmetic without floats. In DuckDB a quotient of decimals is a DOUBLE; these work on whole
-- numbers and round half away from zero. A zero or missing divisor gives null.

-- a number in millionths, as a whole number
create macro millionths(number) as
    cast(cast(number as decimal(24, 6)) * 1000000 as hugeint);

-- a × b ÷ c in halves of a hundredth, cut off
create macro half_hundredths(a, b, c) as
    2 * millionths(a) * millionths(b) // (millionths(c) * 10000);

-- half of a whole number, its half to be rounded away from zero. A macro stands in a query as often as its argument is
-- written in it, and macros in macros multiply: here it is written once.
create macro half_of(number) as
    cast(number as decimal(32, 0)) * cast(0.5 as decimal(1, 1));

-- a × b ÷ c, to two decimals; a and c below 10^15, b below 10^12, six decimals of each count
create macro share(a, b, c) as
    cast(half_of(half_hundredths(a, b, c)) as decimal(30, 0)) * cast(0.01 as decimal(2, 2));

-- the same to six decimals, so that many small scores add up to what they are together
create macro half_millionths(a, b, c) as
    2 * millionths(a) * millionths(b) // millionths(c);

create macro portion(a, b, c) as
    cast(half_of(half_millionths(a, b, c)) as decimal(30, 0)) * cast(0.000001 as decimal(6, 6));

-- a ÷ b, to six decimals: of 自定义审核, where people write ÷; each is written once, as try() holds for no others
create macro quotient(a, b) as
    portion(a, 1, b);

-- a number, or zero where it is below; of nothing nothing (greatest would make it zero)
create macro at_least_zero(number) as
    case when number < 0 then 0 else number end;

-- and one that is cut off above
create macro at_most(number, most) as
    case when number > most then most else number end;

-- an amount in 万元, whatever unit its cell was in
create macro in_wan(number, unit) as
    cast(number * case unit
        when '元' then 0.0001
        when '千元' then 0.1
        when '万元' then 1
        when '亿元' then 10000
    end as decimal(18, 6));

-- the comparator that a column of its own says (指标性质: ≥, ＝, ≤, 正向, 反向 …); null for 定性
create macro comparator_of(sign) as
    case
        when regexp_matches(sign, '≥|≧|>=|＞=|大于等于|不低于|不少于|正向') then '>='
        when regexp_matches(sign, '≤|≦|<=|＜=|小于等于|不高于|不超过|反向|逆向') then '<='
        when regexp_matches(sign, '=|＝|﹦|等于') then '='
        when regexp_matches(sign, '>|＞|大于|超过') then '>'
        when regexp_matches(sign, '<|＜|小于|低于') then '<'
    end;

-- a unit from a column of its own (度量单位)
create macro measure_unit(unit) as
    nullif(nullif(regexp_replace(regexp_replace(unit, '\s|　', '', 'g'), '^(百分比|％|﹪)$', '%'), '/'), '—');

-- a rate in percent. A bare 0.873 may be a share or a percentage, whatever the label says (执行率（B/A×100%）): what
-- the amounts say decides. Up to 1 it is a percentage only where they say just that: an amount that is off makes no
-- 0.92% of 92%.
create macro percent(number, shown, executed, budget) as
    cast(case
        when regexp_matches(shown, '[%％﹪]|百分') then number
        when abs(number) <= 1
            and coalesce(abs(share(executed, 100, budget) - number) > rounding(shown) + 0.005, true) then number * 100
        -- It is nearer to that.
        when sign(share(executed, 100, budget) - 50.5 * number) * sign(number) > 0 then number * 100
        else number
    end as decimal(12, 4));

-- half a unit of the last decimal that a cell shows: its rounding, the only tolerance there is
create macro rounding(shown) as
    [0.5, 0.05, 0.005, 0.0005, 0.00005, 0.000005][
        least(length(regexp_extract(coalesce(shown, ''), '[.．]([0-9０-９]+)', 1)), 5) + 1
    ];

-- a name for comparing: no white space, no code in brackets or in front, brackets and dashes of one kind
create macro name_key(name) as
    translate(
        regexp_replace(
            regexp_replace(translate(name, '０１２３４５６７８９－', '0123456789-'), '\s|　', '', 'g'),
            '^(\[[^\]]*\]|【[^】]*】|[0-9]{3,}(-[0-9A-Z]+)+-?|[0-9A-Z]{6,}-|[0-9]{3,}-)', ''
        ),
        '（）【】〔〕［］[]—–―﹣', '()()()()()----'
    );

-- whether nothing is written: a blank cell, marks such as — or ／ alone, a word for nothing, or a picture of WPS
create macro says_nothing(text) as
    coalesce(regexp_full_match(regexp_replace(text, '[\s　\p{P}\p{S}]', '', 'g'), '(无|暂无|没有|不适用)?')
        or regexp_matches(text, '(?i)^=?(_xlfn\.)?DISPIMG\('), true);

-- the column and the row of a cell, for comparing: AB12 is 0AB and 12
create macro column_place(cell) as
    lpad(regexp_extract(cell, '[A-Z]+'), 3, '0');

create macro row_place(cell) as
    try_cast(regexp_extract(cell, '([0-9]+)$') as integer);

-- whether a formula asks for its own cell: SUM(E6:E9) in E6
create macro asks_itself(formula, cell) as
    len(list_filter(
        regexp_extract_all(replace(formula, '$', ''), '(?:^|[^A-Za-z0-9!])([A-Z]{1,3}[0-9]+(?::[A-Z]{1,3}[0-9]+)?)', 1),
        lambda range:
            column_place(cell) between column_place(split_part(range, ':', 1))
                and column_place(split_part(range, ':', -1))
            and row_place(cell) between row_place(split_part(range, ':', 1)) and row_place(split_part(range, ':', -1))
    )) > 0;

-- the code that stands in brackets or in front of a name: [105210]北京大学
create macro name_code(name) as
    regexp_extract(regexp_replace(name, '\s|　', '', 'g'), '^[\[【]?([0-9]{6,})', 1);

-- the light of 自评预警 as the production system shows it: 红 where the indicators' rate is more than 5% above the
-- execution rate, (S/90 − E/10) ÷ (S/90) > 0.05; 黄 where nothing was budgeted or more than a fifth is unspent
create macro warning_light(score, weight, rate) as
    case
        when score > 0 and weight > 0
            and (share(score, 100, weight) - least(rate, 100)) * 100 > 5 * share(score, 100, weight) then '红'
        when score > 0 and (rate is null or rate < 80) then '黄'
    end;

-- an amount or a score for people: no trailing zeros beyond two decimals
create macro shown(number) as
    regexp_replace(cast(number as varchar), '(\.\d\d\d*?)0+$', '\1');

-- a figure as it is filed, with a mark where an error of it is not corrected: 5014.82※
create macro marked_where(number, is_wrong) as
    shown(number) || case when is_wrong then '※' else '' end;

-- an end of a total: so many points of so much weight, capped by a low execution rate, less what is deducted
create macro end_of_total(score, weight, most, deduction) as
    at_least_zero(at_most(share(score, 100, nullif(weight, 0)), most) - round(coalesce(deduction, 0), 2));

-- a figure before and after a correction: 由89.73变为91.20, an estimate as 由89.73变为70.00～92.00, where there was none
-- 为91.20; null where the correction does not move it
create macro before_and_after(before, after, lowest, highest) as
    case when coalesce(before, after, lowest, highest) is not null then
        coalesce('由' || shown(before) || '变为', '为')
            || coalesce(
                shown(after),
                shown(lowest) || case when highest <> lowest then '～' || shown(highest) else '' end,
                '无'
            )
    end;

-- how a total came about, each step with its result, so that it can be added up by hand
create macro explained(indicators, execution, assessable, weight, scaled, raw, rate, capped, deduction, total) as
    case when total is not null then
        '指标得分' || shown(cast(coalesce(indicators, 0) as decimal(12, 2))) || '分'
        || coalesce('，执行率得分' || shown(cast(execution as decimal(12, 2))) || '分', '')
        || case when assessable <> 100 or weight <> 100 then
            coalesce('，合计' || shown(cast(coalesce(indicators, 0) + execution as decimal(12, 2))) || '分', '')
            || '，可评的分值' || shown(cast(assessable as decimal(12, 2)))
            || '分（共' || shown(cast(weight as decimal(12, 2)))
            || '分），折算成百分制' || shown(cast(scaled as decimal(12, 2))) || '分'
        else '' end
        || case when raw < scaled then '，没有填明的不多计，至多' || shown(cast(raw as decimal(12, 2))) || '分' else '' end
        || case when capped < raw then
            coalesce('，执行率' || shown(rate) || '%', '，预算执行没有填明，按最低一档')
                || '，最高计' || shown(cast(capped as decimal(12, 2))) || '分'
        else '' end
        || case when deduction > 0 then '，偏离指标值扣' || shown(cast(deduction as decimal(12, 2))) || '分' else '' end
        || '，复算总分' || shown(cast(total as decimal(12, 2))) || '分'
    end;

-- a day as people write it: 2024年3月5日, 2024-03-05, 2024/3/5 or 2024.3.5; null where it is none
create macro day_of(text) as
    try_cast(regexp_replace(
        nullif(regexp_extract(text, '((?:19|20)[0-9]{2}[年/.-][0-9]{1,2}[月/.-][0-9]{1,2})', 1), ''),
        '[年月/.]', '-', 'g') as date);

-- a day in words
create macro day_words(day) as
    year(day) || '年' || month(day) || '月' || day(day) || '日';

-- whether a row of the rules holds for a year
create macro in_force(from_year, to_year, year) as
    coalesce(from_year, 0) <= year and year <= coalesce(to_year, 9999);

-- the parameters of the rules, for each year of the inputs: of the rows that hold for it the first
set variable parameters = (
    select map_from_entries(list((by_year.name || by_year.year, by_year.value)))
    from (
        select
            parameters.name,
            years.year,
            first(parameters.value order by parameters.row_no) as value,
        from rules.parameters
        inner join read_parquet(getvariable('years')) as years
            on in_force(parameters.from_year, parameters.to_year, cast(years.year as integer))
        group by parameters.name, years.year
    ) as by_year
);

create macro parameter(wanted, in_year) as
    getvariable('parameters')[wanted || in_year];

-- what all townships together are called: 全县, of a city with counties 全市, of a district 全区
set variable whole = (
    select case
        when right(named.name, 1) in ('市', '区', '旗') then '全' || right(named.name, 1)
        when named.name is null and named.counties > 1 then '全市'
        else '全县'
    end
    from (
        select
            coalesce(
                nullif(parameter('县名', getvariable('year')), ''),
                case when count(distinct roster.county) = 1 then any_value(roster.county) end
            ) as name,
            count(distinct roster.county) as counties,
        from rules.roster
        where in_force(roster.from_year, roster.to_year, getvariable('year'))
    ) as named
);

create macro whole() as getvariable('whole');

-- the share of a form's weight that must be assessable for a total to be given (可评最低比例)
create macro least_share(in_year) as
    cast(coalesce(parameter('可评最低比例', in_year), '50') as decimal(9, 2));

-- the mean of a township's projects, from the sum of those that have a total, their number, the sum of what all may be
-- worth at most, and the number of all: what has no total is left out, but does not raise the mean above that
create macro mean_score(total, scored, most, projects, in_year) as
    case when scored > 0 and scored * 100 >= least_share(in_year) * projects
        then least(share(total, 1, scored), share(most, 1, projects)) end;

-- what a basis of the ranking (排名 of the rules) is worth for a township
create macro basis_of(basis, machine_total, mean_project_score, execution_rate, coverage) as
    case basis
        when '整体得分' then machine_total
        when '项目平均分' then mean_project_score
        when '执行率' then at_most(execution_rate, 100)
        when '覆盖率' then at_most(coverage, 100)
    end;

-- the tolerances of the rules (容差 of 审核), for each year of the inputs: one for a check, however many rows it has
set variable tolerances = (
    select map_from_entries(list((by_year.code || by_year.year, by_year.tolerance)))
    from (
        select
            checks.code,
            years.year,
            first(checks.tolerance order by checks.row_no) as tolerance,
        from rules.checks
        inner join read_parquet(getvariable('years')) as years
            on in_force(checks.from_year, checks.to_year, cast(years.year as integer))
        group by checks.code, years.year
    ) as by_year
);

-- how far apart two figures may be before a check calls them different
create macro tolerance(wanted, in_year) as
    coalesce(getvariable('tolerances')[wanted || in_year], 0);

-- whether a file is what the bureau itself knows (台账) or decides (处理意见): nothing of it counts as a township's
create macro is_of_bureau(file) as
    regexp_matches(file, '(^|/)(台账|处理意见)/');

-- whether a file is a reviewer's working paper (复核底稿)
create macro is_review(file) as
    coalesce(file like '%/复核/%', false);

-- whether a field is a value of its form; what is about the form itself, or about its labels, is none
create macro is_value(field) as
    field not in (
        'form', 'form_part', 'year', 'amount_unit',
        'label_missing', 'label_absent', 'label_unknown', 'label_unused', 'label_slip'
    );

-- whether a form answers what a run proposed or found: 台账项目对应意见, 项目更名对应意见, 问题处理意见, 材料取舍意见, a
-- township's replies
create macro is_answer(form) as
    form in ('pairings', 'renamings', 'replies', 'decisions', 'choices');

-- how many of a hundred bytes of the longer name are the same
create macro likeness(name, other) as
    100 - levenshtein(name, other) * 100 // greatest(strlen(name), strlen(other));

-- by what one file (its mark of sources.versions) is known to be later than another; null where only its own time says
-- so, which a copy does not keep
create macro later_by(newer, older) as
    case
        when newer['is_overruled'] <> older['is_overruled'] then '财政局已确认'
        when newer['batch_no'] > older['batch_no'] then '这一份先到'
        when newer['batch_no'] = older['batch_no'] and newer['version_no'] > older['version_no'] then '按文件名的版次'
        when newer['batch_no'] = older['batch_no'] and newer['version_no'] = older['version_no']
            and newer['named_day'] > older['named_day'] then '按文件名的日期'
    end;

-- how severe a finding is, in the words of the rules, and back
create macro severity_word(severity) as
    case severity when 'error' then '错误' when 'warn' then '疑点' when 'note' then '提示' end;

create macro severity_of(word) as
    case word when '错误' then 'error' when '疑点' then 'warn' else 'note' end;

-- the gravest first
create macro severity_place(severity) as
    array_position(['error', 'warn', 'note'], severity);

-- whether a score is of a grade: at two decimals, the lower end belongs to it, the upper end only where it is 100
create macro in_grade(score, low, high) as
    round(score, 2) >= low and (round(score, 2) < high or high = 100 and round(score, 2) <= 100);

-- the bands of qualitative indicators (定性 of the rules) for each year of the inputs, in their order
set variable bands = (
    select map_from_entries(list((by_year.year, by_year.bands)))
    from (
        select
            cast(years.year as integer) as year,
            list({name: bands.band, words: string_split(replace(bands.words, '｜', '|'), '|'), low: bands.low,
                high: bands.high}
                order by bands.row_no) as bands,
        from rules.bands
        inner join read_parquet(getvariable('years')) as years
            on in_force(bands.from_year, bands.to_year, cast(years.year as integer))
        group by years.year
    ) as by_year
);

-- the band that words stand for: the words of the target itself are the first band, a lower one is known by how they
-- begin
create macro band_of(said, is_target, in_year) as
    list_filter(getvariable('bands')[in_year], lambda band: case
        when is_target then band.high = 100
        else list_contains(band.words, said)
            or band.high < 100 and len(list_filter(band.words, lambda word: starts_with(said, word))) > 0
    end)[1];

-- the columns that the grades of the published year make, as a type for from_json: {"一等":"BIGINT","二等":"BIGINT"}
set variable grade_columns = (
    select '{' || coalesce(
        string_agg(to_json(grades.ordinal) || ':"BIGINT"', ',' order by grades.low desc),
        '"未定等级":"BIGINT"'
    ) || '}'
    from rules.grades
    where in_force(grades.from_year, grades.to_year, getvariable('year'))
);

-- and the column with the share of the highest one: {"一等占比（%）":"DECIMAL(32,2)"}
set variable grade_share_column = (
    select json_object(coalesce(arg_max(grades.ordinal, grades.low), '最高一等') || '占比（%）', 'DECIMAL(32,2)')
    from rules.grades
    where in_force(grades.from_year, grades.to_year, getvariable('year'))
);

-- between which ranks a township lies
create macro ranks_between(best, worst) as
    case when best = worst then '稳定' else '第' || best || '～' || worst || '名' end;

-- until when has to be corrected (整改期限)
create macro correct_by(in_year) as
    coalesce(nullif(parameter('整改期限', in_year), ''), '通知印发之日起10个工作日内');
-- whether a row of indicators is the execution rate, which other forms have in their block of money
create macro is_execution(level1, level3, year) as
    list_contains(
        string_split(parameter('执行率指标', year), '|') || ['预算执行率', '预算执行', '资金执行率'],
        regexp_replace(coalesce(nullif(level3, ''), level1), '\s|　|（[^）]*）|\([^)]*\)', '', 'g')
    );


-- where a value stands, as Excel writes it: [2023/瓜里乡2023年绩效自评.xlsx]预算执行!D5
-- (a cell on another sheet than its form brings its own: 指标情况!H12)
create macro place_of(file, sheet, cell) as
    '[' || file || ']' || case when contains(cell, '!') then cell else sheet || '!' || cell end;

-- the batch of materials (材料批次): a number that the bytes of the files give, the same on any machine
create macro batch_of(shas) as
    lpad(cast(md5_number(array_to_string(list_sort(shas), ' ')) % 100000000 as varchar), 8, '0');

-- a figure of ours (amounts in 万元) in the unit that a report writes
create macro in_unit(number, unit) as
    cast(number * case unit
        when '元' then 10000
        when '百元' then 100
        when '千元' then 10
        when '亿元' then 0.0001
        when '亿' then 0.0001
        else 1
    end as decimal(18, 6));

-- whether a number as a report writes it states a figure: by the last digit that is written; 3500余 is from 3500 to
-- below 3600, 近3600 above 3500, 约3500 within a hundred
create macro states(number, sign, step, figure) as
    case sign
        when '>' then number <= figure and figure < number + step
        when '<' then number - step < figure and figure <= number
        when '≈' then abs(figure - number) <= step
        else abs(figure - number) <= step * 0.5
    end;

-- a figure as a report would write it: amounts, rates and scores with their decimals, counts without
create macro written(number, unit) as
    case
        when unit = '%' or unit = '分' or unit like '%元' then shown(cast(number as decimal(18, 6)))
        else regexp_replace(cast(cast(number as decimal(18, 6)) as varchar), '\.?0+$', '')
    end;

-- what a township has still to write, as it stands in its place (and is highlighted in Word)
create macro awaited(what) as
    '（此处待乡镇补充：' || what || '）';

-- what the bureau has still to write in a paper of its own
create macro to_fill(what) as
    '（此处待发文时填写：' || what || '）';

-- whom to ask (联系人, 联系电话)
create macro contact_of(in_year) as
    '联系人：' || coalesce(nullif(parameter('联系人', in_year), ''), to_fill('联系人'))
        || '；联系电话：' || coalesce(nullif(parameter('联系电话', in_year), ''), to_fill('联系电话'));

-- how an attachment is headed, and how the attachments are listed above the signature: one alone has no number
create macro attachment(number, papers) as
    case when papers > 1 then '附件' || number else '附件' end;

create macro attachments(names) as
    case
        when len(names) = 1 then '附件：' || names[1]
        when len(names) > 1 then '附件：' || array_to_string(list_transform(names, lambda name, i: i || '. ' || name),
            chr(10) || '　　　')
    end;

-- names in a sentence, five at most, and how many they are
create macro some_of(names) as
    array_to_string(names[:5], '、') || case when len(names) > 5 then '等' || len(names) || '个乡镇' else '' end;

-- a name in quotation marks; those within it are the inner ones
create macro quoted(name) as
    '“' || replace(replace(name, '“', '‘'), '”', '’') || '”';

-- a sentence of ours without spaces between characters and digits: the habit of official papers
create macro tidied(text) as
    regexp_replace(
        regexp_replace(text, '([\p{Han}，。；：、（）“”]) +(-?[0-9]|[≥≤＝－])', '\1\2', 'g'),
        '([0-9%）”]) +([\p{Han}（“])', '\1\2', 'g'
    );

-- whether a text says any quantity, time or number of things, in digits or in words; the year alone is none, nor is 统一,
-- 进一步, 一部分, 一系列
create macro has_quantity(text) as
    regexp_matches(
        regexp_replace(text, '(19|20)[0-9]{2} *年度?|统一|进一步|一部分|一系列|一定|一致|一体|十分|唯一|一级|一类', '', 'g'),
        '[0-9０-９①-⑳]|百分之|[%％‰]|全部|全覆盖|所有|零(事故|上访|发生|投诉|差错|返贫|增长|排放|积压|死亡|违规|火灾|伤亡)'
        || '|每(个|名|户|村|人|月|年|周|天|日|季|次|学期)|逐(户|村|人|项)'
        || '|年底|年末|年内|月底|上半年|下半年|翻(一|两)番|[数几好][十百千万]|[一二两三四五六七八九十百千万]成(以上|左右)?'
        || '|[一二两三四五六七八九十百千万]+[余多来]?(个|名|人|户|次|项|公里|里|米|亩|座|处|场|期|条|村|套|台|吨|元|天|月|年'
        || '|季度|所|支|口|辆|艘|盏|棵|株|头|只|块|份|件|本|册|类|种|轮|遍|周|日|小时|分钟|平方|立方|公顷|斤|公斤|千瓦|例|家|组|队'
        || '|倍|届|级|间|幅|篇|门|部|架|顶|箱|袋|桶|车|班|批次|档)');
