using System.Text.RegularExpressions;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Configuration;
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
        foreach (var spec in parsed.Handlers)
        {
            // The engine itself publishes and gathers; all else is done by a kind.
            if (spec.Kind is "publish" or "aggregate")
                continue;
            if (!kinds.TryFind(spec.Kind, out var kind))
                errors.Add($"{file}: handler {spec.Id} of topic {spec.Topic}: {kinds.Unknown(spec.Kind)}");
            else
                errors.AddRange(kind.Check(OptionsOf(spec)).Where(problem => !problem.IsWarning).Select(problem => $"{file}: handler {spec.Id} of topic {spec.Topic}: {problem}"));
        }

        return errors;
    }

    private static ConfigValue OptionsOf(HandlerSpec spec) => spec.OptionsJson is null ? ConfigMap.Empty : ConfigJson.Parse(spec.OptionsJson);

    [GeneratedRegex("""^[\s{,-]*"?kind"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex KindKey();

    [GeneratedRegex("""^[\s{,-]*"?topic"?\s*:""", RegexOptions.Multiline)]
    private static partial Regex TopicKey();
}
