using System.Globalization;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>What is filled into spans of time without data.</summary>
internal static class QueryFill
{
    /// <summary>As InfluxQL writes it; empty for nothing, null for what cannot be filled in.</summary>
    public static string? TextOf(object fill) => fill switch
    {
        "" => "",
        "null" or "none" or "previous" or "linear" => (string)fill,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("0.0##################", CultureInfo.InvariantCulture),
        _ => null,
    };
}
