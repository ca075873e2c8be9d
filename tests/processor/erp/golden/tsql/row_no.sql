SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[NoMail].[ContactNo] AS [ContactNo] FROM [dbo].[NoMail]) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [mail] != ''

SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[NoMail].[ContactNo] AS [ContactNo] FROM [dbo].[NoMail]) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

SELECT [dbo].[NoMail].[ContactNo] FROM [dbo].[NoMail] WHERE [ContactNo] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

INSERT INTO [dbo].[NoMail] ([ContactNo], [Reason], [On]) VALUES (?, ?, ?)
--  1  int  1
--  2  varchar  'optout'
--  3  date  datetime.date(2026, 4, 12)

SELECT [kunden].[id], [kunden].[mail], CASE WHEN (EXISTS (SELECT 1 FROM (SELECT [dbo].[NoMail].[ContactNo] AS [ContactNo] FROM [dbo].[NoMail]) AS flag_ WHERE flag_.[ContactNo] = [kunden].[id])) THEN 1 ELSE 0 END AS flag_row FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
