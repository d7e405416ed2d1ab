using System.Reflection;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>The section of the configuration that the handlers of a kind share, and how one of its entries is chosen.</summary>
internal sealed class HandlerSettings
{
    private readonly OptionsShape _shape;
    private readonly OptionMember? _listKey;

    public HandlerSettings(Type type)
    {
        // The caller found the type by this attribute.
        var attribute = type.GetCustomAttribute<ServiceSettingsAttribute>()!;
        Type = type;
        Section = attribute.Section;
        _shape = OptionsShape.Of(type);
        if (attribute.ListKey is not { } key)
            return;
        if (!_shape.TryFind(key, out _listKey))
            throw new OptionsShapeException($"{type.Name} has no property for its list key '{key}'");
    }

    public Type Type { get; }

    /// <summary>The name of the section.</summary>
    public string Section { get; }

    /// <summary>All entries: one for a plain section, none when it is absent.</summary>
    public IReadOnlyList<object> BindAll(ServiceSections sections, List<ConfigProblem> problems)
    {
        if (!sections.TryFind(Section, out var value) || value is ConfigNull)
            return [];

        var rules = new BindRules($"section '{Section}'");
        if (_listKey is not null && value is ConfigList list)
            return [.. list.Items.Select(item => OptionsBinder.Bind(Type, item, rules, problems))];
        return [OptionsBinder.Bind(Type, value, rules, problems)];
    }

    /// <summary>The entry a handler's options ask for; one with defaults when the section is absent.</summary>
    public object? Choose(IReadOnlyList<object> entries, ConfigMap options, List<ConfigProblem> problems)
    {
        if (entries.Count == 0)
            return _shape.Create();
        if (_listKey is null)
            return entries[0];

        var wanted = options.TryFind(_listKey.Key, out var value) && value is ConfigText text ? text.Value : "";
        if (wanted.Length == 0)
            return entries.FirstOrDefault(e => IsSet(e, "default")) ?? entries[0];

        var names = entries.Select(e => _listKey.Get(e)?.ToString() ?? "").ToList();
        var index = names.IndexOf(wanted);
        if (index >= 0)
            return entries[index];

        problems.Add(new ConfigProblem(
            $"section '{Section}' has no {_listKey.Key} '{wanted}'{NameHint.Of(wanted, names)}", value?.Place) { Option = _listKey.Key });
        return null;
    }

    /// <summary>The values that are configured and must not be shown.</summary>
    public IEnumerable<string> Secrets(ServiceSections sections) =>
        BindAll(sections, []).SelectMany(entry => SecretsOf(_shape, entry)).Where(secret => secret.Length > 0);

    /// <summary>False when the service has a switch and it is off.</summary>
    public bool IsEnabled(object settings) => !_shape.TryFind("enabled", out var member) || member.Get(settings) is true;

    /// <summary>True when every alert without a handler of this kind is to get one.</summary>
    public bool IsGlobal(object settings) => IsEnabled(settings) && IsSet(settings, "global");

    /// <summary>True when such a handler changes its alert to send only changes of state.</summary>
    public bool IsStateChangesOnly(object settings) => IsSet(settings, "state-changes-only");

    private static IEnumerable<string> SecretsOf(OptionsShape shape, object options) => shape.Members.SelectMany(member => (member, member.Get(options)) switch
    {
        (_, null) => [],
        ({ Type: OptionType.Section }, { } section) => SecretsOf(OptionsShape.Of(member.ElementType), section),
        ({ IsSecret: false }, _) => [],
        (_, IReadOnlyDictionary<string, string> map) => map.Values,
        (_, IEnumerable<string> texts) => texts,
        var (_, value) => [value.ToString() ?? ""],
    });

    private bool IsSet(object settings, string key) => _shape.TryFind(key, out var member) && member.Get(settings) is true;
}
