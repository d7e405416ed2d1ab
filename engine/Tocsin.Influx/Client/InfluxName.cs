namespace Tocsin.Influx.Client;

/// <summary>Names and texts as InfluxQL writes them.</summary>
internal static class InfluxName
{
    /// <summary>A name in double quotes.</summary>
    public static string Quote(string name) =>
        "\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    /// <summary>A text in single quotes.</summary>
    public static string Text(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "'";
}
