SELECT [kunden].[at], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[at], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [at] IN (?)
--  1  datetime2  datetime.datetime(2026, 1, 2, 3, 4, 5, 123456)

UPDATE [kunden] SET [news]=? WHERE [at] IN (?) AND [news] = ?
--  1  varchar  'N'
--  2  datetime2  datetime.datetime(2026, 1, 2, 3, 4, 5, 123456)
--  3  varchar  'Y'

SELECT [kunden].[at], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [at] IN (?)
--  1  datetime2  datetime.datetime(2026, 1, 2, 3, 4, 5, 123456)
