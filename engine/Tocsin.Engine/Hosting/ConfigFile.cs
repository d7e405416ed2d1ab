using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting.Peer;

namespace Tocsin.Engine.Hosting;

/// <summary>
/// The server's configuration: its own options, and the sections of services, which the kinds of handlers read. Immutable.
/// </summary>
/// <param name="Options">The server's own options; defaults where nothing, or something wrong, is configured.</param>
/// <param name="Sections">All other sections.</param>
/// <param name="Problems">What is wrong with file and options. Sections are judged by <see cref="Tocsin.Alerting.Handlers.HandlerKinds.Check"/>.</param>
public sealed record ConfigFile(ServerOptions Options, ServiceSections Sections, IReadOnlyList<ConfigProblem> Problems)
{
    private const char ByteOrderMark = '\uFEFF';

    // Another letter in a secret or a path would be met far from here.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What holds without a file.</summary>
    public static readonly ConfigFile Default = new(new ServerOptions(), ServiceSections.None, []);

    /// <summary>True for a file of the peer, which means what it means there: without an address, all of them.</summary>
    public bool IsOfPeer { get; init; }

    /// <summary>
    /// True for a file of the peer that lets other machines in without asking who they are, as nothing else is said: that ends with the first user. A file of
    /// this server has to say <c>auth: "off"</c> for it.
    /// </summary>
    public bool IsOpen => IsOfPeer && Options.Http.Auth == HttpAuth.Auto && PeerConfig.IsOpen(Root);

    /// <summary>All that is configured, with variables filled in; places are those of the file.</summary>
    public ConfigMap Root { get; init; } = ConfigMap.Empty;

    /// <summary>Reads a file: TOML, as the peer's, when its name ends in <c>.conf</c> or <c>.toml</c>, else YAML.</summary>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="names">The variables there are; null for those of the process.</param>
    public static ConfigFile Load(string path, Func<string, string?> environment, IEnumerable<string>? names = null)
    {
        try
        {
            return Parse(path, Utf8.GetString(RegularFile.ReadBytes(path, RegularFile.MostBytes)).TrimStart(ByteOrderMark), environment, names);
        }
        catch (DecoderFallbackException e)
        {
            return Default with { Problems = [new ConfigProblem($"the configuration {path} is not UTF-8, from its byte {e.Index + 1} on: save it as UTF-8")] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Default with { Problems = [new ConfigProblem($"the configuration {path} cannot be read: {e.Message}")] };
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">The name in messages; its ending says how the text is written.</param>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    /// <param name="names">The variables that may set options over a file of the peer. Default: those of the process.</param>
    public static ConfigFile Parse(string file, string text, Func<string, string?> environment, IEnumerable<string>? names = null)
    {
        var problems = new List<ConfigProblem>();
        var values = PeerConfig.IsOne(file) ? PeerConfig.Read(file, text, problems) : ReadYaml(file, text, problems);
        var filled = FilledOptions.Of(values, environment);
        problems.AddRange(filled.Problems);
        problems.AddRange(VariableLookalikes.WarningsIn(values));
        var root = filled.Options;
        if (root is not ConfigMap map)
        {
            if (root is not ConfigNull)
                problems.Add(new ConfigProblem($"a configuration must be keys with values, not {root.Describe()}", root.Place));
            return Default with { Problems = problems };
        }

        if (PeerConfig.IsOne(file))
            map = PeerEnvironment.Over(map, OptionsShape.Of(typeof(ServerOptions)).Keys, names ?? Environment.GetEnvironmentVariables().Keys.OfType<string>(), environment, problems);
        return Of(map, problems, PeerConfig.IsOne(file));
    }

    /// <summary>The same file with what was set over it.</summary>
    /// <param name="sections">What may be set.</param>
    public ConfigFile With(ConfigOverrides overrides, IReadOnlyList<ConfigSection> sections) =>
        overrides.Rows.Count == 0 ? this : Of(overrides.Over(Root, sections), [], IsOfPeer);

    /// <summary>What is wrong with all of it, the sections of services too.</summary>
    public IReadOnlyList<ConfigProblem> ProblemsFor(HandlerKinds kinds) =>
        UnknownKeys.Limit([.. Problems, .. kinds.Check(Sections, OwnSections), .. PeerConfig.Without(Root, Shapes(kinds)), .. DiscoveryWarnings.Of(Root)]);

    /// <summary>The sections and keys of a file of the peer that have no effect here, but for those that <see cref="ProblemsFor"/> speaks of.</summary>
    public IReadOnlyList<ConfigProblem> WithoutEffect(HandlerKinds kinds)
    {
        var known = ProblemsFor(kinds).Select(problem => problem.Place).ToHashSet();
        return [.. ConfigConversion.WithoutEffect(Root, Shapes(kinds)).Where(problem => !known.Contains(problem.Place))];
    }

    // What ends up among the services may be one of these, misspelt.
    private static IReadOnlyCollection<string> OwnSections =>
        [.. OptionsShape.Of(typeof(ServerOptions)).Members.Where(member => member.Type is OptionType.Section or OptionType.SectionList).Select(member => member.Key)];

    /// <summary>The sections that are read, by name.</summary>
    internal static IReadOnlyDictionary<string, OptionsShape> Shapes(HandlerKinds kinds)
    {
        var shapes = ConfigSection.All(kinds).ToDictionary(section => section.Name, section => section.Shape, StringComparer.OrdinalIgnoreCase);
        foreach (var member in OptionsShape.Of(typeof(ServerOptions)).Members.Where(member => member.Type is OptionType.Section or OptionType.SectionList))
            shapes[member.Key] = OptionsShape.Of(member.ElementType);
        return shapes;
    }

    private static ConfigValue ReadYaml(string file, string text, List<ConfigProblem> problems)
    {
        var documents = YamlConfig.Read(file, text, problems).Where(document => document is not ConfigNull).ToList();
        if (documents.Count > 1)
            problems.Add(new ConfigProblem("a second document begins here, of which nothing would be read: take the line '---' away, so that all is one", documents[1].Place));
        return documents.Count > 0 ? documents[0] : new ConfigNull();
    }

    private static ConfigFile Of(ConfigMap map, List<ConfigProblem> problems, bool isOfPeer)
    {
        var shape = OptionsShape.Of(typeof(ServerOptions));
        var own = new ConfigMap([.. map.Entries.Where(e => shape.TryFind(e.Key, out _))]) { Place = map.Place };
        var services = new ConfigMap([.. map.Entries.Where(e => !shape.TryFind(e.Key, out _) && !PeerConfig.IsWithout(e) && IsSection(e, problems))]);
        var options = (ServerOptions)OptionsBinder.Bind(typeof(ServerOptions), own, new BindRules(""), problems);
        if (isOfPeer && !PeerConfig.SaysWhereToListen(map))
            options = options with { Http = options.Http with { BindAddress = PeerConfig.EveryAddress } };
        return new ConfigFile(options, new ServiceSections(services), UnknownKeys.Limit(problems)) { Root = map, IsOfPeer = isOfPeer };
    }

    // A single value at the top is not a section: most likely a misspelt option of the server.
    private static bool IsSection(ConfigEntry entry, List<ConfigProblem> problems)
    {
        if (entry.Value is ConfigMap or ConfigList or ConfigNull)
            return true;

        var keys = OptionsShape.Of(typeof(ServerOptions)).Keys;
        problems.Add(new ConfigProblem($"there is no option '{entry.Key}'{NameHint.Of(entry.Key, keys)}", entry.Place, IsWarning: entry.MayBeUnknown) { IsOfUnknownKey = true });
        return false;
    }
}
