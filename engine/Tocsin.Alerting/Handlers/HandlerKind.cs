using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>One kind of handler: what it is called, who brings it, what its definitions may say, and how its handlers are made. Immutable.</summary>
public sealed class HandlerKind
{
    private readonly Type _type;
    private readonly bool _isBuiltIn;

    private HandlerKind(Type type, string origin, bool isBuiltIn, IHandlerModule? module, PluginSource? plugin, bool isFormOnly = false)
    {
        _type = type;
        _isBuiltIn = isBuiltIn;
        var attribute = type.GetCustomAttribute<AlertHandlerAttribute>() ?? throw new OptionsShapeException($"{type.FullName} is not marked [AlertHandler]");
        Module = module;
        Constructor = new HandlerConstructor(type, isBuiltIn);
        Plugin = plugin;
        Name = attribute.Kind;
        ScriptName = attribute.Property ?? attribute.Kind;
        Origin = origin;
        System = new HandlerSystem(attribute.System ?? attribute.Kind, attribute.TakesActivity);
        TestValues = [.. type.GetCustomAttributes<ServiceTestAttribute>()];
        Options = new HandlerKindOptions(Name, Constructor, module, plugin, isFormOnly);
        ScriptMember = IsForwarding ? null : HandlerScript.MemberOf(this);
    }

    /// <summary>The <c>kind</c> of handler files.</summary>
    public string Name { get; }

    /// <summary>The property of the alert node, such as <c>victorOps</c>.</summary>
    public string ScriptName { get; }

    /// <summary>The id of the plugin that brings the kind; <c>tocsin</c> for those of the engine.</summary>
    public string Origin { get; }

    /// <summary>Whom handlers of the kind notify.</summary>
    public HandlerSystem System { get; }

    /// <summary>What definitions may say, and what the configuration says for all of them.</summary>
    public HandlerKindOptions Options { get; }

    /// <summary>True when its handlers hand events on to other topics at once, instead of delivering them.</summary>
    public bool IsForwarding => Options.AreForwarding;

    /// <summary>True for kinds that no plugin brings.</summary>
    public bool IsOwn => Plugin is null;

    /// <summary>True for kinds whose calls run code of others, which can do so in a process of its own.</summary>
    public bool CanBeIsolated => Plugin is not null || Module is not null;

    /// <summary>True when its handlers reach out by other means than the client they are given: whoever stands in for that client does not see it.</summary>
    public bool ReachesOutUnseen => Module is null && !Constructor.TakesHttp;

    /// <summary>The property for the alert node, which is invoked on an <see cref="IHandlerHost"/>; null for kinds that are for topics only.</summary>
    public MemberDescriptor? ScriptMember { get; }

    /// <summary>The section of the configuration that all handlers of the kind share; null when there is none.</summary>
    public string? Section => Options.Settings?.Section;

    /// <summary>The class of the section's entries; null when there is none.</summary>
    public Type? SectionType => Options.Settings?.Type;

    /// <summary>The key by which entries of the section are told apart.</summary>
    public string SectionKey => Options.Settings?.ListKey ?? "";

    /// <summary>What a test of the service may choose; empty for the options themselves.</summary>
    internal IReadOnlyList<ServiceTestAttribute> TestValues { get; }

    /// <summary>The plugin it comes from; null for kinds of the engine.</summary>
    internal PluginSource? Plugin { get; }

    /// <summary>Where relative paths of its scripts begin; null for kinds without.</summary>
    public string? ScriptFolder => Module?.Folder;

    /// <summary>Makes its handlers.</summary>
    internal HandlerConstructor Constructor { get; }

    /// <summary>What it stands on that is no part of the engine; null for most.</summary>
    internal IHandlerModule? Module { get; }

    /// <summary>Reads what a class marked <see cref="AlertHandlerAttribute"/> offers.</summary>
    /// <param name="type">The handler's class.</param>
    /// <param name="origin">Who brings it.</param>
    /// <param name="isBuiltIn">True for classes of the engine: their constructors may ask for parts of it.</param>
    /// <param name="module">What a built-in kind stands on that is not part of the engine; null for all others.</param>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    public static HandlerKind FromType(Type type, string origin, bool isBuiltIn = false, IHandlerModule? module = null) => new(type, origin, isBuiltIn, module, null);

    /// <summary>The same for a class of a plugin.</summary>
    /// <exception cref="OptionsShapeException">The class or its options are not written as the SDK says.</exception>
    public static HandlerKind FromPlugin(Type type, PluginSource plugin) => new(type, plugin.Id, false, null, plugin);

    /// <summary>The same kind, whose options are judged by their form alone: nothing that they name is read, compiled or given to a plugin.</summary>
    internal HandlerKind AsForm() => new(_type, Origin, _isBuiltIn, Module, Plugin, isFormOnly: true);

    /// <summary>What is wrong with where a definition of this kind wants its calls to run; null when nothing is.</summary>
    public string? CheckIsolation(HandlerIsolation isolation) => isolation == HandlerIsolation.None || CanBeIsolated
        ? null
        : $"isolation is for C# scripts and kinds of plugins; the server's own kind '{Name}' needs none";

    /// <summary>The foreign code that a handler's calls would run in this process, as it is now; null when they would run none.</summary>
    internal ForeignCode? CodeOf(ConfigValue options)
    {
        if (Plugin is not null)
            return Plugin.Code.Foreign;
        return Module is null || Options.Type is not { } type ? null
            : Module.CodeOf(OptionsBinder.Bind(type, options, new BindRules($"handler kind '{Name}':", IgnoresMissing: true), []));
    }

    /// <summary>The settings that a handler without options would use; null when the kind has no section, or takes all of its entries.</summary>
    internal object? DefaultSettings(ServiceSections sections) =>
        Options.Settings is not { } settings || Constructor.TakesAllSettings ? null : settings.Choose(settings.Accounts(sections, []), ConfigMap.Empty, []);

    /// <summary>The option that chooses the first entry of the kind's section, for a kind whose handlers need to choose one; null when there is none.</summary>
    internal ConfigEntry? FirstEntry(ServiceSections sections) =>
        Options.Settings is { } settings && Constructor.TakesAllSettings && settings.Accounts(sections, []) is [{ Name: { Length: > 0 } name }, ..] ? new ConfigEntry(settings.ListKey, new ConfigText(name)) : null;

    /// <summary>The values of the kind's section that must not be shown.</summary>
    public IEnumerable<string> SecretsIn(ServiceSections sections) => Options.Settings?.Secrets(sections) ?? [];

    /// <summary>The handlers of this kind that the configuration wants on every alert that has none; one for each account that is global.</summary>
    /// <param name="sections">The configuration.</param>
    /// <param name="isStateChangesOnly">True when one of them makes the alert send only changes of state.</param>
    public IReadOnlyList<HandlerUse> Globals(ServiceSections sections, out bool isStateChangesOnly)
    {
        Account[] globals = [.. Options.Settings?.Globals(sections) ?? []];
        isStateChangesOnly = globals.Any(account => Options.Settings?.IsStateChangesOnly(account.Settings) == true);
        return [.. globals.Select(account => HandlerUse.Of(Name, account.Name))];
    }
}
