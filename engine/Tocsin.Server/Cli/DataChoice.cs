using System.CommandLine;

namespace Tocsin.Server.Cli;

/// <summary>The data folder of a server as a command that works on it is given one.</summary>
internal static class DataChoice
{
    public const string Name = "data";

    /// <summary>Where a server keeps its state that is not told otherwise.</summary>
    public const string Default = "tocsin-data";

    public const string Description = $"The server's data folder. Default ./{Default}.";

    public static string PathOf(ParseResult arguments, Option<string?> option) => arguments.GetValue(option) ?? Default;
}
