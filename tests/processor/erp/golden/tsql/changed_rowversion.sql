SELECT TOP 1 [ts] FROM [kunden] WHERE [ts] IS NOT NULL ORDER BY [ts] DESC

SELECT TOP 1 [ts] FROM [kunden] WHERE [ts] IS NOT NULL ORDER BY [ts] DESC

SELECT [kunden].[id], [kunden].[mail], [kunden].[news] FROM [kunden] WHERE [mail] != '' AND [ts] > ?
--  1  varbinary  b'\x00\x00\x00\x00\x00\x00\xe0\xc1'
