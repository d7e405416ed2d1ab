using System.Text;

namespace Tocsin.Influx.InfluxQL.Parsing;

/// <summary>Names and texts without their quotes, and the words that are not names.</summary>
internal static class Names
{
    private static readonly HashSet<string> Keywords = new(
        ("ALL ALTER ANALYZE ANY AS ASC BEGIN BY CARDINALITY CREATE CONTINUOUS DATABASE DATABASES DEFAULT DELETE DESC DESTINATIONS DIAGNOSTICS DISTINCT DROP DURATION " +
        "END EVERY EXACT EXPLAIN FIELD FOR FROM GRANT GRANTS GROUP GROUPS IN INF INSERT INTO KEY KEYS KILL LIMIT SHOW MEASUREMENT MEASUREMENTS NAME OFFSET ON OR " +
        "ORDER PASSWORD POLICY POLICIES PRIVILEGES QUERIES QUERY READ REPLICATION RESAMPLE RETENTION REVOKE SELECT SERIES SET SHARD SHARDS SLIMIT SOFFSET STATS " +
        "SUBSCRIPTION SUBSCRIPTIONS TAG TO USER USERS VALUES WHERE WITH WRITE AND TRUE FALSE").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    public static bool IsKeyword(string word) => Keywords.Contains(word);

    /// <summary>What stands between quotes, with the escapes of InfluxQL resolved.</summary>
    public static string Unquote(string quoted)
    {
        var text = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            if (quoted[i] == '\\' && i + 1 < quoted.Length - 1)
                text.Append(quoted[++i] == 'n' ? '\n' : quoted[i]);
            else
                text.Append(quoted[i]);
        }

        return text.ToString();
    }
}
