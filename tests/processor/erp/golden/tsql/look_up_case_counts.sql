SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT TOP 1 CASE WHEN (concat(left([mail], ?), 'i') = concat(left([mail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [kunden] WHERE [mail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE lower([mail]) IN (?)
--  1  varchar  'a@example.com'
