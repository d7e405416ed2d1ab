using System.Collections.Concurrent;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>Whom a handler pages for each event: names may be templates. Safe for any thread.</summary>
internal sealed class TargetsOfEvents
{
    // What VictorOps said of names is kept with them; data can make up names without end.
    private const int MostKept = 1000;

    private readonly IncidentOptions _options;
    private readonly IncidentSettings _settings;
    private readonly Func<IncidentNames, IncidentTargets> _make;
    private readonly EventTexts _texts;
    private readonly bool _namesTargets;
    private readonly ConcurrentDictionary<string, IncidentTargets> _known = new(StringComparer.Ordinal);

    public TargetsOfEvents(IncidentOptions options, IncidentSettings settings, IncidentApi api, HandlerContext context, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _texts = new EventTexts("VictorOps", context);
        _namesTargets = options.Users.Count + options.Teams.Count + options.Policies.Count > 0;
        var file = options.TeamsFile.Length > 0 && TeamsFile.TryRead(options.TeamsFile, out var read, out _) ? read : null;
        _make = names => new IncidentTargets(names, file, api, context, time);
    }

    /// <summary>Those of one event; those of the configuration when the handler names nobody for it.</summary>
    /// <param name="problem">Why what the handler names is not used; empty when nothing is wrong.</param>
    public IncidentTargets For(AlertEvent alert, out string problem)
    {
        problem = "";
        var onCall = _texts.Of("on-call", alert, _options.OnCall, _settings.OnCall, out _);
        if (_namesTargets)
        {
            var own = Known(new IncidentNames(
                Names("users", alert, _options.Users, ref problem), Names("teams", alert, _options.Teams, ref problem), Names("policies", alert, _options.Policies, ref problem), onCall));
            if (own.Any || problem.Length == 0)
                return own;
        }

        var nothing = "";
        return Known(new IncidentNames(
            Names("users", alert, _settings.Users, ref nothing), Names("teams", alert, _settings.Teams, ref nothing), Names("policies", alert, _settings.Policies, ref nothing), onCall));
    }

    private IReadOnlyList<string> Names(string option, AlertEvent alert, IReadOnlyList<EventTemplate> templates, ref string problem)
    {
        var names = _texts.Of(option, alert, templates, [], out var one);
        if (one.Length > 0)
            problem = one;
        return names;
    }

    private IncidentTargets Known(IncidentNames names)
    {
        if (_known.Count >= MostKept)
            _known.Clear();
        return _known.GetOrAdd(names.Key, _ => _make(names));
    }
}
