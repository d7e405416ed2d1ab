using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Text;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>The kinds of handlers there are at one moment. Immutable: a changed set of plugins makes new ones.</summary>
public sealed class HandlerKinds
{
    /// <summary>The origin of kinds that the engine brings along.</summary>
    public const string EngineOrigin = "tocsin";

    private readonly Dictionary<string, HandlerKind> _byName;

    private HandlerKinds(IReadOnlyList<HandlerKind> kinds, IReadOnlyList<HandlerSettings>? others = null)
    {
        All = kinds;
        OtherSections = others ?? [];
        ScriptMembers = [.. kinds.Select(k => k.ScriptMember).OfType<MemberDescriptor>()];
        _byName = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
    }

    /// <summary>The kinds that the engine brings along.</summary>
    public static HandlerKinds BuiltIn { get; } = new(
    [
        .. typeof(HandlerKinds).Assembly.GetTypes()
            .Where(t => t.IsDefined(typeof(AlertHandlerAttribute)))
            .Select(t => HandlerKind.FromType(t, EngineOrigin, isBuiltIn: true))
            .OrderBy(k => k.Name, StringComparer.Ordinal),
    ]);

    /// <summary>All kinds by name.</summary>
    public IReadOnlyList<HandlerKind> All { get; }

    /// <summary>The properties that attach handlers to an alert node, which must be an <see cref="IHandlerHost"/>.</summary>
    public IReadOnlyList<MemberDescriptor> ScriptMembers { get; }

    /// <summary>Sections of the configuration that others than handlers read.</summary>
    public IReadOnlyList<HandlerSettings> OtherSections { get; }

    public bool Knows(string kind) => _byName.ContainsKey(kind);

    public bool TryFind(string kind, [NotNullWhen(true)] out HandlerKind? found) => _byName.TryGetValue(kind, out found);

    /// <summary>Whom handlers of a kind tell; for a kind that is not known, a system of its name.</summary>
    public HandlerSystem SystemOf(string kind) => TryFind(kind, out var found) ? found.System : new HandlerSystem(kind, TakesActivity: false);

    /// <summary>The foreign code that a handler's calls would run in this process; null when they would run none.</summary>
    public ForeignCode? CodeOf(string kind, ConfigValue options) => TryFind(kind, out var found) ? found.CodeOf(options) : null;

    /// <summary>The options of a handler of a script, with the variables filled in that its kind takes there.</summary>
    /// <param name="environment">Answers variables; null when it is not known: then none is filled in.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    internal FilledOptions FillInScript(HandlerUse use, Func<string, string?>? environment, Func<string, string>? readFile = null) =>
        TryFind(use.Kind, out var found) ? found.Options.Fill(use.Options, environment, readFile) : FilledOptions.AsWritten(use.Options);

    /// <summary>Tells that a kind is not known, and which is meant.</summary>
    public string Unknown(string kind)
    {
        if (MeantBy(kind) is { Count: > 0 } meant)
            return $"unsupported handler kind '{kind}'; did you mean '{string.Join("' or '", meant.Select(other => other.Name))}'?";
        return PeerHandlers.Lacking(kind) is var (message, wayOut)
            ? $"unsupported handler kind '{kind}': {message}; {wayOut}"
            : $"unsupported handler kind '{kind}'{NameHint.Of(kind, _byName.Keys)}";
    }

    /// <summary>What to tell of a property of an alert node that is none of these, and the way out; null for names that mean no handler.</summary>
    public (string Message, string WayOut)? Lacking(string property)
    {
        string[] meant = [.. MeantBy(property).Where(kind => kind.ScriptMember is not null).Select(kind => $".{kind.ScriptName}()")];
        return meant.Length > 0 ? ($"the handler {property} is written {string.Join(" or ", meant)} in scripts", $"write {meant[0]}") : PeerHandlers.Lacking(property);
    }

    /// <summary>The kinds that somebody means who calls them as files do, as scripts do, or as Kapacitor does; none when they are not there.</summary>
    private IReadOnlyList<HandlerKind> MeantBy(string name)
    {
        HandlerKind[] called = [.. All.Where(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(kind.ScriptName, name, StringComparison.OrdinalIgnoreCase))];
        return called.Length == 0 && PeerHandlers.PluginOf(name) is { Length: > 0 } plugin ? [.. All.Where(kind => kind.Origin == plugin)] : called;
    }

    // A file of the peer has all of its sections, most of them switched off. One that nobody knows is misspelt, unless it asks for nothing.
    private static bool MayBeSilent(ConfigEntry section, IReadOnlyCollection<string> known) => section.MayBeUnknown && !IsOn(section.Value)
        && (PeerHandlers.PluginOf(section.Key) is not null || (IsOff(section.Value) && NearestName.Find(section.Key, known) is null));

    private static bool IsOff(ConfigValue section) => section switch
    {
        ConfigMap map => map.TryFind("enabled", out var enabled) && enabled is ConfigFlag { Value: false } or ConfigText { IsSubstituted: true, Value: "false" },
        ConfigList list => list.Items.All(IsOff),
        _ => false,
    };

    private static bool IsOn(ConfigValue section) => section switch
    {
        ConfigMap map => map.TryFind("enabled", out var enabled) && enabled is ConfigFlag { Value: true } or ConfigText { IsSubstituted: true, Value: "true" },
        ConfigList list => list.Items.Any(IsOn),
        _ => false,
    };

    /// <summary>These kinds and one more; false when its name in files or in scripts is taken.</summary>
    public bool TryAdd(HandlerKind kind, [NotNullWhen(true)] out HandlerKinds? kinds, [NotNullWhen(false)] out string? error)
    {
        var other = All.FirstOrDefault(k => k.Name == kind.Name || string.Equals(k.ScriptName, kind.ScriptName, StringComparison.OrdinalIgnoreCase));
        kinds = other is null ? new HandlerKinds([.. All.Append(kind).OrderBy(k => k.Name, StringComparer.Ordinal)], OtherSections) : null;
        error = other is null ? null : $"handler kind '{kind.Name}' (script property '{kind.ScriptName}') is already provided by '{other.Origin}'";
        return other is null;
    }

    /// <summary>These kinds without some.</summary>
    public HandlerKinds Without(IReadOnlyCollection<HandlerKind> gone) => gone.Count == 0 ? this : new HandlerKinds([.. All.Except(gone)], OtherSections);

    /// <summary>The same kinds beside sections that others read.</summary>
    public HandlerKinds Beside(IReadOnlyList<HandlerSettings> others) => new(All, others);

    /// <summary>The same kinds for texts of strangers: options are judged by their form alone, and nothing that they name is read, compiled or given to a plugin.</summary>
    public HandlerKinds AsForms() => new([.. All.Select(kind => kind.AsForm())], OtherSections);

    /// <summary>The names of the kinds that are new, come from another version of their plugin, or are gone.</summary>
    public IReadOnlySet<string> ChangedSince(HandlerKinds before) =>
        All.Except(before.All).Concat(before.All.Except(All)).Select(kind => kind.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Why a handler of a kind waits that nobody brings.</summary>
    public static string WhyGone(string kind) => $"the plugin that provides kind '{kind}' is not loaded";

    /// <summary>What is wrong with the service sections: errors in known ones, warnings for those that no kind reads.</summary>
    /// <param name="others">Sections that the server reads, which a misspelt one may be meant for; null when none is known.</param>
    public IReadOnlyList<ConfigProblem> Check(ServiceSections sections, IReadOnlyCollection<string>? others = null)
    {
        var problems = All.DistinctBy(k => k.Section).SelectMany(k => k.Options.CheckSection(sections)).ToList();
        foreach (var other in OtherSections)
            other.BindAll(sections, problems);
        var known = All.Select(k => k.Section).OfType<string>().Concat(OtherSections.Select(other => other.Section)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections.All)
        {
            if (!known.Contains(section.Key) && !MayBeSilent(section, known))
            {
                problems.Add(new ConfigProblem(
                    $"no loaded plugin reads the section '{section.Key}'{NameHint.Of(section.Key, [.. known, .. others ?? []])}", section.Place, IsWarning: true));
            }
        }

        return problems;
    }
}
