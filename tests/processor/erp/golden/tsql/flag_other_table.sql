SELECT row_.[kAdresse], row_.[cMail], row_.[kKunde], CASE WHEN (flag_.[kKunde] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[cNewsletter] FROM (SELECT eazybusiness.dbo.[tAdresse].[kAdresse] AS [kAdresse], eazybusiness.dbo.[tAdresse].[cMail] AS [cMail], eazybusiness.dbo.[tAdresse].[kKunde] AS [kKunde] FROM eazybusiness.dbo.[tAdresse] WHERE (nStandard = 1) AND [cMail] != '') AS row_ LEFT OUTER JOIN (SELECT eazybusiness.dbo.[tkunde].[kKunde] AS [kKunde], eazybusiness.dbo.[tkunde].[cNewsletter] AS [cNewsletter] FROM eazybusiness.dbo.[tkunde] WHERE (nSperre = 0)) AS flag_ ON flag_.[kKunde] = row_.[kKunde]

SELECT row_.[kAdresse], row_.[cMail], row_.[kKunde], CASE WHEN (flag_.[kKunde] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[cNewsletter] FROM (SELECT eazybusiness.dbo.[tAdresse].[kAdresse] AS [kAdresse], eazybusiness.dbo.[tAdresse].[cMail] AS [cMail], eazybusiness.dbo.[tAdresse].[kKunde] AS [kKunde] FROM eazybusiness.dbo.[tAdresse] WHERE [kAdresse] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AS row_ LEFT OUTER JOIN (SELECT eazybusiness.dbo.[tkunde].[kKunde] AS [kKunde], eazybusiness.dbo.[tkunde].[cNewsletter] AS [cNewsletter] FROM eazybusiness.dbo.[tkunde] WHERE (nSperre = 0)) AS flag_ ON flag_.[kKunde] = row_.[kKunde]
--  1  varchar (max)  '[7]'

UPDATE eazybusiness.dbo.[tkunde] SET [cNewsletter]=?, [dGeaendert]=? WHERE ([kKunde] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AND [cNewsletter] = ? AND (nSperre = 0)
--  1  varchar  'N'
--  2  datetime2  datetime.datetime(2026, 4, 12, 7, 5, 9)
--  3  varchar (max)  '[3]'
--  4  varchar  'Y'

SELECT row_.[kAdresse], row_.[cMail], row_.[kKunde], CASE WHEN (flag_.[kKunde] IS NOT NULL) THEN 1 ELSE 0 END AS flag_row, flag_.[cNewsletter] FROM (SELECT eazybusiness.dbo.[tAdresse].[kAdresse] AS [kAdresse], eazybusiness.dbo.[tAdresse].[cMail] AS [cMail], eazybusiness.dbo.[tAdresse].[kKunde] AS [kKunde] FROM eazybusiness.dbo.[tAdresse] WHERE [kAdresse] IN (SELECT k FROM OPENJSON(?) WITH (k bigint '$'))) AS row_ LEFT OUTER JOIN (SELECT eazybusiness.dbo.[tkunde].[kKunde] AS [kKunde], eazybusiness.dbo.[tkunde].[cNewsletter] AS [cNewsletter] FROM eazybusiness.dbo.[tkunde] WHERE (nSperre = 0)) AS flag_ ON flag_.[kKunde] = row_.[kKunde]
--  1  varchar (max)  '[7]'
