using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>One kind of handler: what its definitions may say, in files and in scripts, and how a handler is made from one. Immutable.</summary>
public sealed class HandlerKind
{
    private readonly HandlerConstructor _constructor;
    private readonly HandlerSettings? _settings;
    private readonly Type? _optionsType;
    private readonly IHandlerModule? _module;

    private HandlerKind(Type type, AlertHandlerAttribute attribute, string origin, bool isBuiltIn, IHandlerModule? module)
    {
        _module = module;
        Name = attribute.Kind;
        ScriptName = attribute.Property ?? attribute.Kind;
        Origin = origin;
        RunsPrograms = type.IsDefined(typeof(RunsProgramsAttribute), inherit: false);
        System = new HandlerSystem(attribute.System ?? attribute.Kind, attribute.TakesActivity);
        _constructor = new HandlerConstructor(type, isBuiltIn);
        _optionsType = _constructor.OptionsType;
        _settings = _constructor.SettingsType is { } settings ? new HandlerSettings(settings) : null;
        TestValues = [.. type.GetCustomAttributes<ServiceTestAttribute>()];
        IsForwarding = typeof(IForwardingOptions).IsAssignableFrom(_optionsType);
        ScriptMember = IsForwarding ? null : HandlerScript.MemberOf(this, _optionsType is null ? null : OptionsShape.Of(_optionsType), HasNamedAccounts ? KeysOfEngine : []);
    }

    /// <summary>The <c>kind</c> of handler files.</summary>
    public string Name { get; }

    /// <summary>The property of the alert node, such as <c>victorOps</c>.</summary>
    public string ScriptName { get; }

    /// <summary>The id of the plugin that brings the kind; <c>tocsin</c> for those of the engine.</summary>
    public string Origin { get; }

    /// <summary>Whom handlers of the kind tell.</summary>
    public HandlerSystem System { get; }

    /// <summary>True when its options say what is run on this machine.</summary>
    public bool RunsPrograms { get; }

    /// <summary>True when its handlers hand events on to other topics at once, instead of delivering them.</summary>
    public bool IsForwarding { get; }

    /// <summary>The property for the alert node, which is invoked on an <see cref="IHandlerHost"/>; null for kinds that are for topics only.</summary>
    public MemberDescriptor? ScriptMember { get; }

    /// <summary>The section of the configuration that all handlers of the kind share; null when there is none.</summary>
    public string? Section => _settings?.Section;

    /// <summary>The class of the section's entries; null when there is none.</summary>
    public Type? SectionType => _settings?.Type;

    /// <summary>The key by which entries of the section are told apart.</summary>
    public string SectionKey => _settings?.ListKey ?? "";

    /// <summary>What a test of the service may choose; empty for the options themselves.</summary>
    internal IReadOnlyList<ServiceTestAttribute> TestValues { get; }

    /// <summary>The class of its options; null when it takes none.</summary>
    internal Type? OptionsType => _optionsType;

    /// <summary>The settings that a handler without options would use; null when the kind has no section, or takes all of its entries.</summary>
    internal object? DefaultSettings(ServiceSections sections) =>
        _settings is null || _constructor.TakesAllSettings ? null : _settings.Choose(_settings.Accounts(sections, []), ConfigMap.Empty, []);

    /// <summary>True for kinds that no plugin brings.</summary>
    public bool IsOwn => Plugin is null;

    /// <summary>True for kinds whose calls run code of others, which can do so in a process of its own.</summary>
    public bool CanBeIsolated => Plugin is not null || _module is not null;

    /// <summary>Where relative paths of its scripts begin; null for kinds without.</summary>
    internal string? ScriptFolder => _module?.Folder;

    /// <summary>What is wrong with where a definition of this kind wants its calls to run; null when nothing is.</summary>
    public string? CheckIsolation(HandlerIsolation isolation) => isolation == HandlerIsolation.None || CanBeIsolated
        ? null
        : $"isolation is for C# scripts and kinds of plugins; the server's own kind '{Name}' needs none";

    /// <summary>The options of its handlers.</summary>
    public IReadOnlyList<OptionDescription> DescribeOptions() =>
        [.. Describe(_optionsType, isInScript: !IsForwarding), .. HasNamedAccounts ? AccountDescriptions.OfOption(KeysOfEngine) : []];

    /// <summary>The keys of <see cref="Section"/>; none without one.</summary>
    public IReadOnlyList<OptionDescription> DescribeSection() =>
        [.. Describe(_settings?.Type, isInScript: false), .. HasNamedAccounts && _settings is not null ? AccountDescriptions.OfSection(_settings.KeysOfEngine) : []];

    /// <summary>The options that must not be shown, as paths of keys: <c>headers</c>, <c>basic-auth.password</c>.</summary>
    internal IReadOnlySet<string> SecretKeys() => _optionsType is null ? new HashSet<string>() : OptionsShape.Of(_optionsType).SecretPaths();

    // Those that have a word of their own for it tell it themselves.
    private bool HasNamedAccounts => _settings is { HasOwnWord: false };

    private IReadOnlyList<string> KeysOfEngine => _settings is null || _constructor.TakesAllSettings
        ? []
        : AccountKeys.OfOptions(_optionsType is null ? null : OptionsShape.Of(_optionsType));

    /// <summary>True when its handlers reach out by other means than the client they are given: whoever stands in for that client does not see it.</summary>
    public bool ReachesOutUnseen => _module is null && !_constructor.TakesHttp;

    /// <summary>The plugin it comes from; null for kinds of the engine.</summary>
    internal PluginSource? Plugin { get; private set; }

    /// <summary>Reads what a class marked <see cref="AlertHandlerAttribute"/> offers.</summary>
    /// <param name="type">The handler's class.</param>
    /// <param name="origin">Who brings it.</param>
    /// <param name="isBuiltIn">True for classes of the engine: their constructors may ask for parts of it.</param>
    /// <param name="module">What a built-in kind stands on that is no part of the engine; null for all others.</param>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    public static HandlerKind FromType(Type type, string origin, bool isBuiltIn = false, IHandlerModule? module = null)
    {
        var attribute = type.GetCustomAttribute<AlertHandlerAttribute>()
            ?? throw new OptionsShapeException($"{type.FullName} is not marked [AlertHandler]");
        return new HandlerKind(type, attribute, origin, isBuiltIn, module);
    }

    /// <summary>The same for a class of a plugin.</summary>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    public static HandlerKind FromPlugin(Type type, PluginSource plugin)
    {
        var kind = FromType(type, plugin.Id);
        kind.Plugin = plugin;
        return kind;
    }

    /// <summary>Makes a handler from one definition.</summary>
    /// <param name="options">A <see cref="ConfigMap"/>, or nothing.</param>
    /// <param name="handler">The handler. When it is disposable, its owner disposes it.</param>
    /// <param name="refusal">All that is wrong with the options.</param>
    public bool TryCreate(
        ConfigValue options, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        var problems = new List<ConfigProblem>();
        handler = null;
        try
        {
            handler = Make(options, services, context, problems);
        }
        catch (Exception e) when (Plugin is not null)
        {
            problems.Add(new ConfigProblem(new SecretTexts(services.SecretValues).Hide($"handler kind '{Name}': {PluginFault(e)}")));
        }

        refusal = handler is null ? Refusal.Of(RefusalKind.Failed, problems) : null;
        return handler is not null;
    }

    /// <summary>The foreign code that a handler's calls would run in this process, as it is now; null when they would run none.</summary>
    internal ForeignCode? CodeOf(ConfigValue options)
    {
        if (Plugin is not null)
            return Plugin.Code.Foreign;
        return _module is null || _optionsType is null ? null
            : _module.CodeOf(OptionsBinder.Bind(_optionsType, options, new BindRules($"handler kind '{Name}':", IgnoresMissing: true), []));
    }

    /// <summary>What is wrong with options; empty when a handler can be made from them.</summary>
    public IReadOnlyList<ConfigProblem> Check(ConfigValue options) => ProblemsOf(problems => BindOptions(options, isComplete: true, problems));

    /// <summary>
    /// What keeps a handler with these options, which are right in themselves, from delivering: its service is off, what it names is not
    /// configured, a text is no template though it looks like one. Warnings, as the configuration may change; an account that is not
    /// configured is an error, as the handler cannot be made.
    /// </summary>
    /// <param name="sections">The configuration; null when it is not known.</param>
    public IReadOnlyList<ConfigProblem> CheckDelivery(ConfigValue options, ServiceSections? sections) => ProblemsOf(problems =>
    {
        var bound = BindOptions(options, isComplete: true, problems);
        if (problems.Count > 0)
        {
            problems.Clear(); // Whoever checks the options has told that.
            return;
        }

        var settings = sections is null || _settings is null ? null : SettingsOf(_settings, options, _settings.Accounts(sections, []), problems);
        var errors = problems.Count;
        if (_optionsType is not null)
            problems.AddRange(PlainTexts.Find(_optionsType, options, $"handler kind '{Name}':"));
        if (IsOff(settings))
        {
            problems.Add(new ConfigProblem($"handler kind '{Name}': {NotEnabled}", options.Place));
            settings = null;
        }

        if (bound is IServedOptions served)
            problems.AddRange(served.CheckDelivery(settings).Select(problem => ProblemOf(problem, options, new BindRules($"handler kind '{Name}':"))));
        for (var i = errors; i < problems.Count; i++)
            problems[i] = problems[i] with { IsWarning = true };
    });

    /// <summary>What the options name on this machine and is not there; warnings, as it may come.</summary>
    internal IReadOnlyList<ConfigProblem> CheckMachine(ConfigValue options)
    {
        var problems = new List<ConfigProblem>();
        return typeof(IMachineOptions).IsAssignableFrom(_optionsType) && BindOptions(options, isComplete: true, problems) is IMachineOptions named && problems.Count == 0
            ? [.. named.CheckMachine().Select(problem => ProblemOf(problem, options, new BindRules($"handler kind '{Name}':")) with { IsWarning = true })]
            : [];
    }

    /// <summary>The topics that a handler with these options hands events on to; none while something is wrong with them.</summary>
    internal IReadOnlyList<string> TopicsOf(ConfigValue options)
    {
        var problems = new List<ConfigProblem>();
        return IsForwarding && BindOptions(options, isComplete: true, problems) is IForwardingOptions forwarding && problems.Count == 0 ? [.. forwarding.ForwardsTo] : [];
    }

    /// <summary>The texts of options that are filled in for each event.</summary>
    internal IReadOnlyList<OptionText> TextsOf(ConfigValue options) => _optionsType is null ? [] : [.. OptionText.Find(_optionsType, options)];

    /// <summary>What is wrong with the kind's section of the configuration.</summary>
    public IReadOnlyList<ConfigProblem> CheckSection(ServiceSections sections) => ProblemsOf(problems => _settings?.BindAll(sections, problems));

    /// <summary>The same as <see cref="Check"/> while options are still missing.</summary>
    internal IReadOnlyList<ConfigProblem> CheckPart(ConfigMap options) => ProblemsOf(problems => BindOptions(options, isComplete: false, problems));

    private string NotEnabled => $"service is not enabled: set 'enabled: true' in the section '{_settings?.Section}' of the server's configuration";

    /// <returns>Null when a problem was added.</returns>
    private IAlertHandler? Make(ConfigValue options, HandlerServices services, HandlerContext context, List<ConfigProblem> problems)
    {
        var bound = BindOptions(options, isComplete: true, problems);
        var settings = problems.Count == 0 && _settings is not null ? SettingsOf(_settings, options, _settings.Accounts(services.Sections, problems), problems) : null;
        var secrets = new SecretTexts(SecretsOf(bound, settings).Concat(services.SecretValues).Where(secret => secret.Length > 0).Distinct());
        if (problems.Count > 0)
        {
            for (var i = 0; i < problems.Count; i++)
                problems[i] = problems[i] with { Message = secrets.Hide(problems[i].Message) };
            return null;
        }

        if (IsOff(settings))
            return Wrap(new RefusingHandler(NotEnabled), services, context);
        if (CheckIsolation(services.Isolate) is { } misplaced)
        {
            problems.Add(new ConfigProblem(misplaced));
            return null;
        }

        var log = context.Log;
        var own = context with { Log = text => log(secrets.Hide(text)), EventJson = AlertJson.WriteLine };
        if (settings is not (null or Array) && _settings?.SkipsVerification(settings) == true)
            services = services with { Http = services.UnverifiedHttp };
        if (services.Isolation is { } isolation && (services.Isolate == HandlerIsolation.Process || isolation.Wants(this)))
            return Wrap(new GuardedHandler(isolation.Make(this, options, services.Sections, own), context.HandlerId, Plugin?.Code, null, secrets), services, context);
        if (!_constructor.TryCall(bound, settings, _module is null ? services : services with { Engine = _module }, own, out var handler, out var error))
        {
            problems.Add(new ConfigProblem(secrets.Hide($"handler kind '{Name}': {error}")));
            return null;
        }

        if (IsForwarding)
            return handler;
        if (Plugin is not null || secrets.Any)
            handler = new GuardedHandler(handler, context.HandlerId, Plugin?.Code, Plugin?.Health, secrets);
        return Wrap(handler, services, context);
    }

    private IAlertHandler Wrap(IAlertHandler handler, HandlerServices services, HandlerContext context) => services.Wrap?.Invoke(this, context, handler) ?? handler;

    private IEnumerable<string> SecretsOf(object? options, object? settings)
    {
        var own = options is null ? [] : OptionSecrets.Of(OptionsShape.Of(options.GetType()), options);
        var configured = settings switch
        {
            Array all => all.Cast<object>().SelectMany(entry => _settings?.SecretsOf(entry) ?? []),
            null => [],
            _ => _settings?.SecretsOf(settings) ?? [],
        };
        return own.Concat(configured);
    }

    /// <summary>The values of the kind's section that must not be shown.</summary>
    public IEnumerable<string> SecretsIn(ServiceSections sections) => _settings?.Secrets(sections) ?? [];

    /// <summary>The handlers of this kind that the configuration wants on every alert that has none; one for each account that is global.</summary>
    /// <param name="sections">The configuration.</param>
    /// <param name="isStateChangesOnly">True when one of them makes the alert send only changes of state.</param>
    public IReadOnlyList<HandlerUse> Globals(ServiceSections sections, out bool isStateChangesOnly)
    {
        Account[] globals = _settings is null ? [] : [.. _settings.Globals(sections)];
        isStateChangesOnly = globals.Any(account => _settings?.IsStateChangesOnly(account.Settings) == true);
        return [.. globals.Select(account => HandlerUse.Of(Name, account.Name))];
    }

    private IReadOnlyList<OptionDescription> Describe(Type? type, bool isInScript)
    {
        if (type is null)
            return [];
        try
        {
            return new OptionDescriber(Plugin?.Comments ?? DocumentationFile.Beside(type.Assembly), isInScript).Describe(type);
        }
        catch (Exception e) when (Plugin is not null)
        {
            PluginFault(e);
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
        catch (Exception e) when (Plugin is not null)
        {
            problems.Add(new ConfigProblem($"handler kind '{Name}': {PluginFault(e)}"));
        }

        return problems;
    }

    private string PluginFault(Exception error)
    {
        var inner = error is TargetInvocationException { InnerException: { } thrown } ? thrown : error;

        // The message may hold a value of the options; whoever asked knows what must not be shown.
        Plugin?.Health.Threw("", $"options of kind '{Name}' cannot be used: {inner.GetType().Name}");
        return $"the plugin '{Origin}' failed with {inner.GetType().Name}: {inner.Message}";
    }

    private object? BindOptions(ConfigValue options, bool isComplete, List<ConfigProblem> problems)
    {
        var rules = new BindRules($"handler kind '{Name}':", IgnoresMissing: !isComplete) { KeysOfEngine = KeysOfEngine };
        if (KeysOfEngine is [var account] && options is ConfigMap given && given.TryFind(account, out var chosen) && chosen is not (ConfigText or ConfigNull))
            problems.Add(new ConfigProblem($"{rules.Owner} option '{account}' must be text, not {chosen.Describe()}", chosen.Place) { Option = account });
        if (_optionsType is not null)
        {
            var before = problems.Count;
            var bound = OptionsBinder.Bind(_optionsType, options, rules, problems);
            if (_module is not null && problems.Count == before)
                problems.AddRange(_module.Check(bound).Select(problem => ProblemOf(problem, options, rules)));
            return bound;
        }

        if ((options as ConfigMap)?.Entries.FirstOrDefault(entry => !KeysOfEngine.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)) is { } first)
            problems.Add(new ConfigProblem($"handler kind '{Name}' takes no options, '{first.Key}' is given", first.Place));
        return null;
    }

    private static ConfigProblem ProblemOf(OptionProblem problem, ConfigValue options, BindRules rules)
    {
        var place = options is ConfigMap map && map.TryFind(problem.Option, out var value) ? value.Place : options.Place;
        return new ConfigProblem($"{rules.Owner} option '{problem.Option}': {AddressSecrets.HideIn(problem.Message, options, OptionMask.Hidden)}", place) { Option = problem.Option };
    }

    // Those that take all settings have a switch in each.
    private bool IsOff(object? settings) => settings is not null && _settings is not null && !_constructor.TakesAllSettings && !_settings.IsEnabled(settings);

    // What the constructor takes.
    private object? SettingsOf(HandlerSettings section, ConfigValue options, IReadOnlyList<Account> accounts, List<ConfigProblem> problems)
    {
        if (!_constructor.TakesAllSettings)
            return section.Choose(accounts, options as ConfigMap ?? ConfigMap.Empty, problems);

        var entries = accounts.Select(account => account.Settings).ToList();
        var all = Array.CreateInstance(section.Type, entries.Count);
        for (var i = 0; i < entries.Count; i++)
            all.SetValue(entries[i], i);
        return all;
    }
}
