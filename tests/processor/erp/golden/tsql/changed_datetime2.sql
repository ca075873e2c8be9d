SELECT TOP 1 [at] FROM [kunden] WHERE [at] IS NOT NULL ORDER BY [at] DESC

SELECT TOP 1 [at] FROM [kunden] WHERE [at] IS NOT NULL ORDER BY [at] DESC

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != '' AND [at] > ?
--  1  datetime2  datetime.datetime(2026, 1, 2, 2, 49, 5, 123456)
