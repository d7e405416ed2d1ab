using System.Text.RegularExpressions;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Influx.InfluxQL;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>Changes of the text of a query.</summary>
internal static partial class QueryRemedies
{
    /// <summary>The measurement with a database and a policy before it, whose names are to be put right.</summary>
    public static Remedy? Qualify(string query, QuerySource source) =>
        From().Matches(query).FirstOrDefault(match => match.Groups[2].Value.Trim('"') == source.Measurement) is { } from
            ? Remedy.Within(from.Value, $"{from.Groups[1].Value}\"telegraf\".\"autogen\".\"{source.Measurement}\"")
            : null;

    public static Remedy? WithoutInto(string query) => Without(Into().Match(query));

    public static Remedy? WithoutGroupBy(string query) => Without(GroupBy().Match(query));

    public static Remedy? WithoutFill(string query) => Without(Fill().Match(query));

    private static Remedy? Without(Match part) => part.Success ? Remedy.Within(part.Value, "") : null;

    [GeneratedRegex("""(\bFROM\s+)("[^"]+"|[\w]+)(?![\w".])""", RegexOptions.IgnoreCase)]
    private static partial Regex From();

    [GeneratedRegex("""\s+INTO\s+(?:"[^"]*"|[^\s"])+""", RegexOptions.IgnoreCase)]
    private static partial Regex Into();

    [GeneratedRegex(@"\s+GROUP\s+BY\s+.*?(?=\s+(?:FILL\s*\(|ORDER\s+BY|LIMIT|OFFSET|SLIMIT|SOFFSET|TZ\s*\()|\s*$)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex GroupBy();

    [GeneratedRegex(@"\s+FILL\s*\([^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Fill();
}
