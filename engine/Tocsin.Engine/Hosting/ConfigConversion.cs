using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting.Peer;

namespace Tocsin.Engine.Hosting;

/// <summary>A configuration of the peer as one of this server.</summary>
/// <param name="Yaml">The configuration.</param>
/// <param name="Report">What of the file has no place in it, and what is wrong with it; a line each.</param>
/// <param name="IsFailed">True when the file cannot be read, or a server could not start with it.</param>
public sealed record ConfigConversion(string Yaml, IReadOnlyList<string> Report, bool IsFailed)
{
    /// <param name="file">The name in messages.</param>
    /// <param name="text">What <c>kapacitor.conf</c> says.</param>
    /// <param name="kinds">The kinds of handlers whose sections are known.</param>
    public static ConfigConversion Of(string file, string text, HandlerKinds kinds)
    {
        var problems = new List<ConfigProblem>();
        var values = PeerConfig.Read(file, text, problems);
        var config = ConfigFile.Parse(Path.ChangeExtension(file, ".conf"), text, _ => null, names: []);
        var all = config.ProblemsFor(kinds).Select(problem => problem.Place is { } place ? problem with { Place = place with { File = file } } : problem).ToList();
        var shapes = ConfigFile.Shapes(kinds);
        var kept = values.Entries.Select(entry => entry with { Value = OfSection(entry.Key, entry.Value, shapes.GetValueOrDefault(entry.Key)) }).Where(entry => !IsEmpty(entry.Value)).ToList();
        var left = values.Entries.Where(entry => kept.All(other => other.Key != entry.Key)).Select(entry => $"{entry.Place}: section '{entry.Key}' is left out: nothing of it has an effect here");
        return new ConfigConversion(
            $"# Made of {Path.GetFileName(file)}. What stands in kapacitor.conf and has no effect here is left out.\n" + YamlText.Write(new ConfigMap(kept)),
            [.. all.Select(problem => problem.ToString()), .. left.Where(line => all.All(problem => problem.IsWarning))],
            all.Any(problem => !problem.IsWarning));
    }

    private static ConfigValue OfSection(string section, ConfigValue value, OptionsShape? shape) => value switch
    {
        ConfigList { Items: [ConfigMap, ..] } list => list with { Items = [.. list.Items.Select(item => OfSection(section, item, shape)).Where(item => !IsEmpty(item))] },
        ConfigMap map => map with { Entries = [.. map.Entries.Where(entry => IsKept(section, entry, shape))] },
        _ => value,
    };

    // Of a section that nothing reads only what is switched on is worth keeping.
    private static bool IsKept(string section, ConfigEntry entry, OptionsShape? shape) =>
        shape is not null && shape.TryFind(entry.Key, out var member) ? !OptionsBinder.IsBlank(member, entry.Value)
        : !PeerConfig.IsWithout(section, entry.Key) && (shape is null ? entry.Value is not ConfigText { Value: "" } : entry.Key is "name" or "default");

    private static bool IsEmpty(ConfigValue value) => value is ConfigMap { Entries.Count: 0 } or ConfigList { Items: [] };
}
