using System.Text.RegularExpressions;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Checks handler files without a server.</summary>
internal static partial class HandlerCheck
{
    /// <summary>True when a file found in a folder looks like handlers: folders hold other YAML too.</summary>
    public static bool IsHandlerFile(string file)
    {
        var text = TextFile.Read(file);
        return KindKey().IsMatch(text) && TopicKey().IsMatch(text);
    }

    /// <summary>All that is wrong, each with file and place.</summary>
    public static IReadOnlyList<string> Check(string file, HandlerKinds kinds)
    {
        var parsed = HandlerFile.Parse(TextFile.Read(file), file);
        var errors = new List<string>(parsed.Errors);
        foreach (var entry in parsed.Entries)
            errors.AddRange(entry.Check(kinds));
        return errors;
    }

    [GeneratedRegex("""^[\s{,-]*"?kind"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex KindKey();

    [GeneratedRegex("""^[\s{,-]*"?topic"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex TopicKey();
}
