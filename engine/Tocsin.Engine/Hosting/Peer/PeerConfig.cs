using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Inputs.Intake;

namespace Tocsin.Engine.Hosting.Peer;

/// <summary>
/// Reads <c>kapacitor.conf</c>. Its sections are those of this server, so that nearly all of it means what it says; what has no effect is told with
/// its line and what to do, and what variables of the environment set stands over the file, as with the peer.
/// </summary>
internal static class PeerConfig
{
    /// <summary>Where the peer listens when its file does not say.</summary>
    public const string EveryAddress = ":9092";

    /// <summary>True for names that such files have; all others are YAML.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CONF" or ".TOML";

    /// <summary>The values of such a file.</summary>
    /// <param name="file">The name in messages.</param>
    public static ConfigMap Read(string file, string text, List<ConfigProblem> problems)
    {
        var own = new List<ConfigProblem>();
        var read = TomlConfig.Read(file, text, own);
        if (own.Count > 0 && IsYaml(file, text))
            own = [new ConfigProblem($"{file} is written in YAML and not as kapacitor.conf is, in TOML: YAML is what this server's own configuration is written in, in a file whose name ends in .yaml")];
        problems.AddRange(own);
        return new([.. read.Entries.Select(entry => entry with { Key = Kebab(entry.Key), Value = OfSection(entry.Value) })]);
    }

    private static bool IsYaml(string file, string text) => YamlConfig.Read(file, text, []) is [ConfigMap { Entries.Count: > 0 }];

    public static bool SaysWhereToListen(ConfigMap values) => IsSaid(Http(values), "bind-address");

    /// <summary>The values as those of a file of this server, which starts with them only when they say that nobody is asked who they are.</summary>
    public static ConfigMap AsOwn(ConfigMap values)
    {
        var all = With(values, "bind-address", EveryAddress);
        return IsOpen(values) ? With(all, "auth", "off") : all;
    }

    /// <summary>True when other machines reach the server, and are not asked who they are.</summary>
    public static bool IsOpen(ConfigMap values) =>
        !(Http(values).TryFind("auth-enabled", out var enabled) && PeerKey.IsOn(enabled))
        && !(Http(values).TryFind("bind-address", out var address) && address is ConfigText text && BindAddress.IsLoopback(text.Value));

    private static ConfigMap With(ConfigMap values, string key, string value)
    {
        var http = Http(values);
        if (IsSaid(http, key))
            return values;
        var after = http with { Entries = [.. http.Entries.Where(entry => !entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)), new ConfigEntry(key, new ConfigText(value)) { MayBeUnknown = true }] };
        return values with
        {
            Entries = values.Entries.Any(IsHttp)
                ? [.. values.Entries.Select(entry => IsHttp(entry) ? entry with { Value = after } : entry)]
                : [.. values.Entries, new ConfigEntry("http", after) { MayBeUnknown = true }],
        };
    }

    private static bool IsSaid(ConfigMap http, string key) => http.TryFind(key, out var given) && given is not ConfigText { Value: "" };

    private static ConfigMap Http(ConfigMap values) => values.Entries.FirstOrDefault(IsHttp)?.Value as ConfigMap ?? ConfigMap.Empty;

    private static bool IsHttp(ConfigEntry entry) => entry.Key.Equals("http", StringComparison.OrdinalIgnoreCase);

    /// <summary>What of the file has no effect, with what to do.</summary>
    /// <param name="sections">The sections that are read, by name.</param>
    public static IEnumerable<ConfigProblem> Without(ConfigMap root, IReadOnlyDictionary<string, OptionsShape> sections)
    {
        foreach (var entry in root.Entries.Where(entry => entry.MayBeUnknown))
        {
            IEnumerable<ConfigValue> elements = entry.Value is ConfigList list ? list.Items : [entry.Value];
            foreach (var problem in elements.OfType<ConfigMap>().SelectMany(element => OfSection(entry.Key, element, sections.GetValueOrDefault(entry.Key))))
                yield return problem;
        }
    }

    /// <summary>True when a key has no effect here.</summary>
    public static bool IsWithout(string section, string key) => PeerKey.Find(section) is not null || PeerKey.Find($"{section}.{key}") is not null;

    /// <summary>True for sections of a file of the peer of which nothing has an effect here.</summary>
    public static bool IsWithout(ConfigEntry entry) =>
        entry is { MayBeUnknown: true, Value: ConfigMap } && PeerKey.All.Any(key => key.Path.StartsWith(entry.Key, StringComparison.OrdinalIgnoreCase) && (key.Path.Length == entry.Key.Length || key.Path[entry.Key.Length] == '.'));

    private static IEnumerable<ConfigProblem> OfSection(string section, ConfigMap element, OptionsShape? shape)
    {
        foreach (var entry in element.Entries.Where(entry => entry.MayBeUnknown && shape?.TryFind(entry.Key, out _) != true))
        {
            var path = $"{section}.{entry.Key}";
            if (PeerKey.Find(path) is { } known)
            {
                if (known.Matters?.Invoke(entry.Value) == true)
                    yield return new ConfigProblem($"option '{path}' has no effect here: {known.Remedy}", entry.Place, IsWarning: !known.IsError) { Option = path };
            }
            else if (shape is not null && PeerKey.Find(section) is null && entry.Key is not ("name" or "default") && !IsSwitchedOff(element))
            {
                yield return new ConfigProblem($"section '{section}' has no option '{entry.Key}', it is ignored{NameHint.Of(entry.Key, shape.Keys)}", entry.Place, IsWarning: true) { Option = path, IsOfUnknownKey = true };
            }
        }

        foreach (var problem in shape is null ? [] : OfNamed(section, element, shape))
            yield return problem;
    }

    // Sections within a section, by names that somebody chose.
    private static IEnumerable<ConfigProblem> OfNamed(string section, ConfigMap element, OptionsShape shape)
    {
        foreach (var entry in element.Entries)
        {
            if (!shape.TryFind(entry.Key, out var member) || member.Type != OptionType.SectionMap || entry.Value is not ConfigMap named)
                continue;
            foreach (var problem in named.Entries.Where(one => one.Value is ConfigMap).SelectMany(one => OfSection($"{section}.{entry.Key}.{one.Key}", (ConfigMap)one.Value, OptionsShape.Of(member.ElementType))))
                yield return problem;
        }
    }

    // What is switched off asks for nothing.
    private static bool IsSwitchedOff(ConfigMap element) => element.TryFind("enabled", out var enabled) && enabled is ConfigFlag { Value: false };

    // Deeper than in a section stand names that somebody chose: of databases, headers, functions.
    private static ConfigValue OfSection(ConfigValue value) => value switch
    {
        ConfigMap map => map with { Entries = [.. map.Entries.Select(entry => entry with { Key = Kebab(entry.Key) })] },
        ConfigList list => list with { Items = [.. list.Items.Select(OfSection)] },
        _ => value,
    };

    private static string Kebab(string key) => key.Replace('_', '-');
}
