-- grain: one row: how much differs from the last published set
select
    (select count(*) from changes.files where files.kind = 'came') as came,
    (select count(*) from changes.files where files.kind = 'replaced') as replaced,
    (select count(*) from changes.files where files.kind = 'withdrawn') as withdrawn,
    (select count(*) from changes.findings where findings.status = 'opened') as opened,
    (select count(*) from changes.findings where findings.status = 'closed') as closed,
    (select count(*) from changes.figures where figures.figure <> 'rank') as figures,
    (select count(*) from changes.figures where figures.figure = 'rank') as ranks,
