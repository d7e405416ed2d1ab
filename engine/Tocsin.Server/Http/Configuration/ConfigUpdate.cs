using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Configuration;

/// <summary>One change of what is set over the configuration's file: options of an element set or given back, or elements added and taken away.</summary>
internal sealed record ConfigUpdate
{
    private const string Failed = "failed to apply update: ";

    private readonly ConfigSection _section;
    private readonly IReadOnlyList<string> _given;
    private readonly ConfigMap? _added;
    private readonly IReadOnlyList<string> _removed;

    private ConfigUpdate(ConfigSection section, string element, ConfigMap set, IReadOnlyList<string> given, ConfigMap? added, IReadOnlyList<string> removed)
    {
        (_section, Element, Set, _given, _added, _removed) = (section, element, set, given, added, removed);
    }

    public string Section => _section.Name;

    /// <summary>The element whose options are set, or that is added.</summary>
    public string Element { get; }

    /// <summary>The options that are set, or those of the element that is added.</summary>
    public ConfigMap Set { get; }

    /// <summary>The options of the section that hold secrets.</summary>
    public IReadOnlySet<string> Secrets => _section.Shape.SecretPaths();

    /// <summary>True when it changes an element that is there; false when elements are added or taken away.</summary>
    public bool IsOfElement => _added is null && _removed.Count == 0;

    /// <summary>True when it says the value of an option.</summary>
    public bool Gives(string option) => Set.Entries.Any(entry => _section.Shape.TryFind(entry.Key, out var member) && member.Key.Equals(option, StringComparison.OrdinalIgnoreCase));

    /// <summary>All elements of the section, in order, with all their options: defaults where nothing is said.</summary>
    public IReadOnlyList<ConfigMap> Elements(ConfigMap configuration) =>
    [
        .. _section.Elements(configuration).Select(element => BoundOptions.Read(
            _section.Shape, OptionsBinder.Bind(_section.Shape.Type, element.Options, new BindRules("", IgnoresMissing: true), []), redacted: null)),
    ];

    /// <param name="element">The element of the path; null when it names none.</param>
    /// <exception cref="ApiException">The request cannot be understood.</exception>
    public static ConfigUpdate Read(JsonElement json, ConfigSection section, string? element)
    {
        var set = MapOf(json, "set");
        var added = MapOf(json, "add");
        var (given, removed) = (NamesOf(json, "delete"), NamesOf(json, "remove"));
        var isOfElement = set is not null || given.Count > 0;
        var isOfSection = added is not null || removed.Count > 0;
        if (isOfElement && isOfSection)
            throw ApiException.BadRequest($"{Failed}invalid update action: set and delete change an element, add and remove its section: send two requests");
        if (!isOfElement && !isOfSection)
            throw ApiException.BadRequest($"{Failed}invalid update action: give set, delete, add or remove");
        if (isOfElement && element is null)
            throw ApiException.BadRequest($"{Failed}invalid update action: element not specified, are you missing a trailing '/'?");
        if (isOfSection && element is not null)
            throw ApiException.BadRequest($"{Failed}invalid update action: elements are added to and removed from the section: send it to {ConfigApi.Address}/{section.Name}");
        if (ConfigVariables.AreIn(set ?? added ?? ConfigMap.Empty))
            throw ApiException.BadRequest($"{Failed}variables such as ${{env:NAME}} can be used in the configuration file only: give the value");
        if (added is null)
            return new ConfigUpdate(section, element ?? "", set ?? ConfigMap.Empty, given, null, removed);
        if (!added.TryFind(section.Key, out var name) || name is not ConfigText { Value.Length: > 0 } text)
            throw ApiException.BadRequest($"{Failed}missing key \"{section.Key}\" in \"add\" map");
        return new ConfigUpdate(section, text.Value, added, given, added, removed);
    }

    /// <summary>What is set after it.</summary>
    /// <param name="file">What the file says.</param>
    /// <exception cref="ApiException">There is nothing that could be changed so.</exception>
    public ConfigOverrides Apply(ConfigOverrides before, ConfigMap file)
    {
        var inFile = _section.Elements(file).Select(element => element.Name).ToHashSet(StringComparer.Ordinal);
        if (_added is not null)
        {
            if (inFile.Contains(Element) || before.Find(Section, Element) is not null)
                throw ApiException.BadRequest($"{Failed}there is an element '{Element}' in section {Section} already: set its options");
            before = before.With(new ConfigOverrideRow(Section, Element, ConfigJson.Write(_added), IsAdded: true));
        }

        foreach (var name in _removed)
            before = Remove(before, name, inFile);
        return IsOfElement ? Change(before, file) : before;
    }

    private ConfigOverrides Remove(ConfigOverrides before, string name, HashSet<string> inFile)
    {
        if (inFile.Contains(name) && before.Find(Section, name) is not { IsAdded: true })
            throw ApiException.BadRequest($"{Failed}the element '{name}' of section {Section} comes from the configuration file: remove it there; \"delete\" gives back what was set over it");
        return before.Without(Section, name);
    }

    private ConfigOverrides Change(ConfigOverrides before, ConfigMap file)
    {
        var row = before.Find(Section, Element);
        var inFile = _section.Elements(file).FirstOrDefault(element => element.Name == Element).Options;
        if (row is null && inFile is null)
            throw ApiException.NotFound($"unknown section/element: {Section}/{Element}");
        if (_given.FirstOrDefault(option => !_section.Shape.TryFind(option, out _)) is { } unknown)
            throw ApiException.BadRequest($"failed to override configuration {Section}/{Element}: unknown options [{unknown}] in section {Section}{NameHint.Of(unknown, _section.Shape.Keys)}");
        var kept = row is not null && ConfigJson.Parse(row.OptionsJson) is ConfigMap map ? map : ConfigMap.Empty;
        var options = new ConfigMap([.. kept.Entries.Where(entry => !Set.TryFind(entry.Key, out _) && !_given.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)), .. Set.Entries]);

        // What is set is kept by the name: under another one it would be of no element.
        var after = new ConfigMap([.. inFile?.Entries ?? [], .. options.Entries]);
        if (_section.NameOf(after) is var name && name != Element)
            throw ApiException.BadRequest($"{Failed}the element '{Element}' of section {Section} cannot be called '{name}': add an element of that name, and remove this one where it was added or take it out of the configuration's file");
        return options.Entries.Count == 0 && row is not { IsAdded: true }
            ? before.Without(Section, Element)
            : before.With(new ConfigOverrideRow(Section, Element, ConfigJson.Write(options), row is { IsAdded: true }));
    }

    private static ConfigMap? MapOf(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return ConfigJson.Read(value) as ConfigMap ?? throw ApiException.BadRequest($"{Failed}{name} must be an object of options");
    }

    private static IReadOnlyList<string> NamesOf(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        return ConfigJson.Read(value) is ConfigList list && list.Items.All(item => item is ConfigText)
            ? [.. list.Items.OfType<ConfigText>().Select(text => text.Value)]
            : throw ApiException.BadRequest($"{Failed}{name} must be a list of names");
    }
}
