namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>How backslashes before a separator are read.</summary>
internal enum BackslashReading
{
    /// <summary>A backslash just before it guards it, also when that is the second of two. So InfluxDB and its agents have it.</summary>
    Nearest,

    /// <summary>Two backslashes guard each other. Where a value ends in two, nothing else makes a line of it.</summary>
    Paired,
}
