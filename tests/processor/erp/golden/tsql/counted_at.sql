SELECT sum(CASE WHEN (lower([kunden].[mail]) LIKE ? ESCAPE '!') THEN ? ELSE ? END) AS sum_1, sum(CASE WHEN (lower([kunden].[mail]) LIKE ? ESCAPE '!') THEN ? ELSE ? END) AS sum_2 FROM [kunden]
--  1  varchar (max)  '%@exa!_mple.de'
--  2  int  1
--  3  int  0
--  4  varchar (max)  '%@example.com'
--  5  int  1
--  6  int  0
