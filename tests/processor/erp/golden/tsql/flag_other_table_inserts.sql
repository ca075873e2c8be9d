SELECT row_.[id], row_.[mail], CASE WHEN (flag_.[cid] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[news] FROM (SELECT [kunden].[id] AS [id], [kunden].[mail] AS [mail] FROM [kunden] WHERE [mail] != '') AS row_ LEFT OUTER JOIN (SELECT [Extra].[cid] AS [cid], [Extra].[news] AS [news] FROM [Extra]) AS flag_ ON flag_.[cid] = row_.[id]

SELECT row_.[id], row_.[mail], CASE WHEN (flag_.[cid] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[news] FROM (SELECT [kunden].[id] AS [id], [kunden].[mail] AS [mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AS row_ LEFT OUTER JOIN (SELECT [Extra].[cid] AS [cid], [Extra].[news] AS [news] FROM [Extra]) AS flag_ ON flag_.[cid] = row_.[id]
--  1  varchar (max)  '[1]'

SELECT [Extra].[cid] FROM [Extra] WHERE [cid] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

INSERT INTO [Extra] ([cid], [news], [source]) VALUES (?, ?, ?)
--  1  int  1
--  2  varchar  'N'
--  3  varchar  'optouts.csv'

SELECT row_.[id], row_.[mail], CASE WHEN (flag_.[cid] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[news] FROM (SELECT [kunden].[id] AS [id], [kunden].[mail] AS [mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AS row_ LEFT OUTER JOIN (SELECT [Extra].[cid] AS [cid], [Extra].[news] AS [news] FROM [Extra]) AS flag_ ON flag_.[cid] = row_.[id]
--  1  varchar (max)  '[1]'
