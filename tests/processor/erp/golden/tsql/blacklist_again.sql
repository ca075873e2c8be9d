SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist]

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [mail] != ''

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

UPDATE [dbo].[Blacklist] SET [Active]=? WHERE [EMail] IN (?) AND ([EMail] COLLATE Latin1_General_BIN2) = ?
--  1  int  1
--  2  varchar  'a@example.com'
--  3  varchar  'a@example.com'

SELECT TOP 1 CASE WHEN (concat(left([EMail], ?), 'i') = concat(left([EMail], ?), 'I')) THEN ? ELSE ? END AS anon_1 FROM [dbo].[Blacklist] WHERE [EMail] IS NOT NULL
--  1  int  0
--  2  int  0
--  3  int  1
--  4  int  0

SELECT [dbo].[Blacklist].[EMail], [dbo].[Blacklist].[Active] FROM [dbo].[Blacklist] WHERE [EMail] IN (?)
--  1  varchar  'a@example.com'

SELECT [kunden].[id], [kunden].[mail] FROM [kunden] WHERE [id] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))
--  1  varchar (max)  '[1]'
