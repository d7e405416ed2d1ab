using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Services that are not configured, as if they were: a trial shows the request, and only the keys in it are made up.</summary>
internal static class StandInServices
{
    private const int MostOptions = 8;

    /// <summary>The configured sections, and one that is enabled for each kind of handler that has none.</summary>
    public static ServiceSections Complete(ServiceSections configured, HandlerKinds kinds)
    {
        var sections = configured.All.ToList();
        foreach (var kind in kinds.All.Where(kind => kind.Section is not null).DistinctBy(kind => kind.Section))
        {
            // Chosen above: the section has a name.
            if (!configured.TryFind(kind.Section!, out _) && Invent(kind, kind.Section!) is { } section)
                sections.Add(new ConfigEntry(kind.Section!, section));
        }

        return new ServiceSections(new ConfigMap(sections));
    }

    // Gives what the service says it misses, until it is content.
    private static ConfigMap? Invent(HandlerKind kind, string name)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < MostOptions; i++)
        {
            var section = new ConfigMap(
            [
                new ConfigEntry("enabled", new ConfigFlag(true)),
                .. options.Select(option => new ConfigEntry(option.Key, new ConfigText(option.Value))),
            ]);
            var problems = kind.Options.CheckSection(new ServiceSections(new ConfigMap([new ConfigEntry(name, section)])));
            if (problems.All(problem => problem.IsWarning))
                return section;
            if (problems.FirstOrDefault(problem => problem.Option is not null)?.Option is not { } missing)
                return null;
            options[missing] = options.ContainsKey(missing) ? $"https://{name}.example/" : missing.ToUpperInvariant();
        }

        return null;
    }
}
