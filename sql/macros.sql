-- Arithmetic without floats. In DuckDB a quotient of decimals is a DOUBLE; these work on whole
-- numbers and round half away from zero. A zero or missing divisor gives null.

-- a number in millionths, as a whole number
create macro millionths(number) as
    cast(cast(number as decimal(24, 6)) * 1000000 as hugeint);

-- a × b ÷ c, to two decimals; a and c below 10^15, b below 10^12, six decimals of each count
create macro share(a, b, c) as
    case
        when cast(c as decimal(24, 6)) <> 0 then cast(
            sign(cast(a as decimal(24, 6))) * sign(cast(b as decimal(24, 6))) * sign(cast(c as decimal(24, 6)))
            * (
                (2 * abs(millionths(a)) * abs(millionths(b)) + abs(millionths(c)) * 10000)
                // (2 * abs(millionths(c)) * 10000)
            )
        as decimal(30, 0)) * cast(0.01 as decimal(2, 2))
    end;

-- an amount in 万元, whatever unit its cell was in
create macro in_wan(number, unit) as
    cast(number * case unit
        when '元' then 0.0001
        when '千元' then 0.1
        when '万元' then 1
        when '亿元' then 10000
    end as decimal(18, 6));

-- a rate in percent. A bare 0.873 may be a share or a percentage: what the amounts say decides.
create macro percent(number, unit, executed, budget) as
    cast(case
        when unit = '%' then number
        when abs(number * 100 - share(executed, 100, budget)) < abs(number - share(executed, 100, budget)) then number * 100
        else number
    end as decimal(12, 4));

-- half a unit of the last decimal that a cell shows: its rounding, the only tolerance there is
create macro rounding(shown) as
    case length(regexp_extract(coalesce(shown, ''), '[.．]([0-9０-９]+)', 1))
        when 0 then 0.5
        when 1 then 0.05
        when 2 then 0.005
        when 3 then 0.0005
        when 4 then 0.00005
        else 0.000005
    end;

-- a name for comparing: no white space, no code in brackets or in front
create macro name_key(name) as
    regexp_replace(regexp_replace(translate(name, '０１２３４５６７８９（）－', '0123456789()-'), '\s|　', '', 'g'), '^(\[[^\]]*\]|【[^】]*】|[0-9A-Z]{6,}-|[0-9]{3,}-)', '');

-- the code that stands in brackets or in front of a name: [105210]北京大学
create macro name_code(name) as
    regexp_extract(regexp_replace(name, '\s|　', '', 'g'), '^[\[【]?([0-9]{6,})', 1);

-- whether a row of the rules holds for a year
create macro in_force(from_year, to_year, year) as
    coalesce(from_year, 0) <= year and year <= coalesce(to_year, 9999);

-- a parameter of the rules; the first row that holds for the year
set variable parameters = (
    select map_from_entries(list((by_name.name, by_name.spans)))
    from (
        select
            parameters.name,
            list({from_year: coalesce(parameters.from_year, 0), to_year: coalesce(parameters.to_year, 9999), value: parameters.value} order by parameters.row_no) as spans,
        from rules.parameters
        group by parameters.name
    ) as by_name
);

create macro parameter(wanted, in_year) as
    list_filter(getvariable('parameters')[wanted], lambda span: span.from_year <= in_year and in_year <= span.to_year)[1].value;

-- an amount or a score for people: no trailing zeros beyond two decimals
create macro shown(number) as
    regexp_replace(cast(number as varchar), '(\.\d\d\d*?)0+$', '\1');

-- where a value stands, as Excel writes it: [2023/瓜里乡2023年绩效自评.xlsx]预算执行!D5
create macro place_of(file, sheet, cell) as
    '[' || file || ']' || sheet || '!' || cell;
