SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[Member].[ContactNo] AS [ContactNo] FROM [dbo].[Member] WHERE (ListNo = 3)) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[Member].[ContactNo] AS [ContactNo] FROM [dbo].[Member] WHERE (ListNo = 3)) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

DELETE FROM [dbo].[Member] WHERE ([ContactNo] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND (ListNo = 3)
--  1  varchar (max)  '[1]'

SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[Member].[ContactNo] AS [ContactNo] FROM [dbo].[Member] WHERE (ListNo = 3)) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
