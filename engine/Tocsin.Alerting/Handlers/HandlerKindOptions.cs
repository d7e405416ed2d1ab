using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// What definitions of one kind of handler may say, and the section of the configuration that its handlers share: what it means, and what is
/// wrong with it. Immutable.
/// </summary>
public sealed class HandlerKindOptions
{
    private readonly string _kind;
    private readonly string _owner;
    private readonly HandlerSettings? _settings;
    private readonly IHandlerModule? _module;
    private readonly PluginSource? _plugin;
    private readonly bool _takesAllSettings;
    private readonly bool _isFormOnly;

    internal HandlerKindOptions(string kind, HandlerConstructor constructor, IHandlerModule? module, PluginSource? plugin, bool isFormOnly)
    {
        _kind = kind;
        _owner = $"handler kind '{kind}':";
        _module = module;
        _plugin = plugin;
        _isFormOnly = isFormOnly;
        Type = constructor.OptionsType;
        Shape = Type is null ? null : OptionsShape.Of(Type);
        _settings = constructor.SettingsType is { } settings ? new HandlerSettings(settings) : null;
        _takesAllSettings = constructor.TakesAllSettings;
        KeysOfEngine = _settings is null || _takesAllSettings ? [] : AccountKeys.OfOptions(Shape);
        Destination = HandlerDestination.Of(Shape, KeysOfEngine);
    }

    /// <summary>The class of the options; null when the kind takes none.</summary>
    internal Type? Type { get; }

    internal OptionsShape? Shape { get; }

    /// <summary>Which of the options say where a handler leads.</summary>
    internal HandlerDestination Destination { get; }

    /// <summary>The section; null when there is none.</summary>
    internal HandlerSettings? Settings => _settings;

    /// <summary>Those of the options that the engine reads and a script may set.</summary>
    internal IReadOnlyList<string> ScriptKeysOfEngine => HasNamedAccounts ? KeysOfEngine : [];

    /// <summary>True when its handlers hand events on to other topics.</summary>
    internal bool AreForwarding => typeof(IForwardingOptions).IsAssignableFrom(Type);

    internal string NotEnabled => $"service is not enabled: set 'enabled: true' in the section '{_settings?.Section}' of the server's configuration";

    private IReadOnlyList<string> KeysOfEngine { get; }

    // Those that have a word of their own for it tell it themselves.
    private bool HasNamedAccounts => _settings is { HasOwnWord: false };

    /// <summary>The options of its handlers.</summary>
    public IReadOnlyList<OptionDescription> Describe() => [.. Describe(Type, isInScript: !AreForwarding), .. HasNamedAccounts ? AccountDescriptions.OfOption(KeysOfEngine) : []];

    /// <summary>The keys of the section; none without one.</summary>
    public IReadOnlyList<OptionDescription> DescribeSection() =>
        [.. Describe(_settings?.Type, isInScript: false), .. HasNamedAccounts && _settings is not null ? AccountDescriptions.OfSection(_settings.KeysOfEngine) : []];

    /// <summary>The options that must not be shown, as paths of keys: <c>headers</c>, <c>basic-auth.password</c>.</summary>
    public IReadOnlySet<string> SecretKeys() => Shape is null ? new HashSet<string>() : Shape.SecretPaths();

    /// <summary>What is wrong with options; empty when a handler can be made from them.</summary>
    public IReadOnlyList<ConfigProblem> Check(FilledOptions options) => ProblemsOf(problems => Bind(options, isComplete: true, problems));

    /// <summary>The same as <see cref="Check"/> while options are still missing, and variables are not filled in.</summary>
    internal IReadOnlyList<ConfigProblem> CheckPart(ConfigMap options) => ProblemsOf(problems => Bind(FilledOptions.AsWritten(options), isComplete: false, problems));

    /// <summary>
    /// What keeps a handler with these options, which are right in themselves, from delivering: its service is off, what it names is not
    /// configured, a text is not a template though it looks like one. Warnings, as the configuration may change; an account that is not
    /// configured is an error, as the handler cannot be made.
    /// </summary>
    /// <param name="sections">The configuration; null when it is not known.</param>
    public IReadOnlyList<ConfigProblem> CheckDelivery(FilledOptions filled, ServiceSections? sections) => ProblemsOf(problems =>
    {
        var options = filled.Options;
        var bound = Bind(filled, isComplete: true, problems);
        if (problems.Count > 0)
        {
            // Whoever checks the options has reported that; whether the account is there is a matter of its own.
            problems.Clear();
            if (sections is not null)
                SettingsOf(options, Accounts(sections, []), problems);
            return;
        }

        var settings = sections is null ? null : SettingsOf(options, Accounts(sections, []), problems);
        var errors = problems.Count;
        if (Type is not null)
            problems.AddRange(PlainTexts.Find(Type, options, _owner));
        if (IsOff(settings))
        {
            problems.Add(new ConfigProblem($"{_owner} {NotEnabled}", options.Place));
            settings = null;
        }

        if (bound is IServedOptions served && !(_isFormOnly && _plugin is not null))
            problems.AddRange(served.CheckDelivery(settings).Select(problem => ProblemOf(problem, options)));
        for (var i = errors; i < problems.Count; i++)
            problems[i] = problems[i] with { IsWarning = true };
    });

    /// <summary>What a handler with these options would run or write on the server's machine, as they stand: no variables are filled in.</summary>
    public IReadOnlyList<MachineUse> UsesOf(ConfigValue options) =>
        typeof(IGuardedOptions).IsAssignableFrom(Type) && OptionsBinder.Bind(Type, options, new BindRules(_owner, IgnoresMissing: true), []) is IGuardedOptions guarded
            ? [.. guarded.Uses().Where(use => use.Kind == MachineUseKind.Code || !string.IsNullOrEmpty(use.Name))]
            : [];

    /// <summary>What the options name on this machine and is not there; warnings, as it may come.</summary>
    internal IReadOnlyList<ConfigProblem> CheckMachine(FilledOptions filled)
    {
        var problems = new List<ConfigProblem>();
        return typeof(IMachineOptions).IsAssignableFrom(Type) && Bind(filled, isComplete: true, problems) is IMachineOptions named && problems.Count == 0
            ? [.. named.CheckMachine().Select(problem => ProblemOf(problem, filled.Options) with { IsWarning = true })]
            : [];
    }

    /// <summary>What is wrong with the section of the configuration.</summary>
    public IReadOnlyList<ConfigProblem> CheckSection(ServiceSections sections) => ProblemsOf(problems => _settings?.BindAll(sections, problems));

    /// <summary>The topics that a handler with these options hands events on to; none while something is wrong with them.</summary>
    internal IReadOnlyList<string> TopicsOf(FilledOptions options)
    {
        var problems = new List<ConfigProblem>();
        return AreForwarding && Bind(options, isComplete: true, problems) is IForwardingOptions forwarding && problems.Count == 0 ? [.. forwarding.ForwardsTo] : [];
    }

    /// <summary>The texts of options that are filled in for each event.</summary>
    internal IReadOnlyList<OptionText> TextsOf(ConfigValue options) => Type is null ? [] : [.. OptionText.Find(Type, options)];

    /// <summary>The option whose variables are filled in also in scripts; empty when there is none.</summary>
    public string KeyWithVariables => _module?.KeyWithVariables ?? "";

    /// <summary>Options as a script gives them: a file has variables filled in for all kinds, a script only where the kind wants that.</summary>
    /// <param name="environment">Answers variables; null when it is not known: then none is filled in.</param>
    /// <param name="readFile">Answers what a file says; null for those of this machine.</param>
    internal FilledOptions Fill(ConfigValue options, Func<string, string?>? environment, Func<string, string>? readFile = null) => _module is not null && environment is not null && options is ConfigMap map
        ? FilledOptions.OfKey(map, _module.KeyWithVariables, environment, readFile)
        : FilledOptions.AsWritten(options);

    /// <summary>An instance of the options class; null when the kind takes none.</summary>
    internal object? Bind(FilledOptions filled, bool isComplete, List<ConfigProblem> problems)
    {
        problems.AddRange(filled.Problems.Select(problem => problem with { Message = $"{_owner} {problem.Message}" }));
        if (filled.Problems.Count > 0)
            return null;
        var options = filled.Options;
        var rules = new BindRules(_owner, IgnoresMissing: !isComplete) { KeysOfEngine = KeysOfEngine, IsFormOnly = _isFormOnly && _plugin is not null };
        if (KeysOfEngine is [var account] && options is ConfigMap map && map.TryFind(account, out var chosen) && chosen is not (ConfigText or ConfigNull))
            problems.Add(new ConfigProblem($"{_owner} option '{account}' must be text, not {chosen.Describe()}", chosen.Place) { Option = account });
        if (Type is not null)
        {
            var before = problems.Count;
            var bound = OptionsBinder.Bind(Type, options, rules, problems);
            if (_module is not null && !_isFormOnly && problems.Count == before)
                problems.AddRange(_module.Check(bound).Select(problem => ProblemOf(problem, options)));
            return bound;
        }

        if ((options as ConfigMap)?.Entries.FirstOrDefault(entry => !KeysOfEngine.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)) is { } first)
            problems.Add(new ConfigProblem($"handler kind '{_kind}' takes no options, '{first.Key}' is given", first.Place));
        return null;
    }

    /// <summary>The accounts of the section; none without one.</summary>
    internal IReadOnlyList<Account> Accounts(ServiceSections sections, List<ConfigProblem> problems) => _settings?.Accounts(sections, problems) ?? [];

    /// <summary>What the constructor takes of the section: the settings of the account that options ask for, or of all. Null without a section.</summary>
    internal object? SettingsOf(ConfigValue options, IReadOnlyList<Account> accounts, List<ConfigProblem> problems)
    {
        if (_settings is null)
            return null;
        if (!_takesAllSettings)
            return _settings.Choose(accounts, options as ConfigMap ?? ConfigMap.Empty, problems);

        var all = Array.CreateInstance(_settings.Type, accounts.Count);
        for (var i = 0; i < accounts.Count; i++)
            all.SetValue(accounts[i].Settings, i);
        return all;
    }

    // Those that take all settings have a switch in each.
    internal bool IsOff(object? settings) => settings is not null && _settings is not null && !_takesAllSettings && !_settings.IsEnabled(settings);

    private ConfigProblem ProblemOf(OptionProblem problem, ConfigValue options)
    {
        var place = options is ConfigMap map && map.TryFind(problem.Option, out var value) ? value.Place : options.Place;
        return new ConfigProblem($"{_owner} option '{problem.Option}': {AddressSecrets.HideIn(problem.Message, options, OptionMask.Hidden)}", place) { Option = problem.Option };
    }

    private IReadOnlyList<OptionDescription> Describe(Type? type, bool isInScript)
    {
        if (type is null)
            return [];
        try
        {
            return new OptionDescriber(_plugin?.Comments ?? DocumentationFile.Beside(type.Assembly), isInScript).Describe(type);
        }
        catch (Exception e) when (_plugin is not null)
        {
            _plugin.FaultOfOptions(_kind, e);
            return [];
        }
    }

    // Options of a plugin run its own code: defaults, setters, checks.
    private List<ConfigProblem> ProblemsOf(Action<List<ConfigProblem>> check)
    {
        var problems = new List<ConfigProblem>();
        try
        {
            check(problems);
        }
        catch (Exception e) when (_plugin is not null)
        {
            problems.Add(new ConfigProblem($"{_owner} {_plugin.FaultOfOptions(_kind, e)}"));
        }

        return problems;
    }
}
