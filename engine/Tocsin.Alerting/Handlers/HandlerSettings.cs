using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>The section of the configuration that the handlers of a kind share, and how one of its accounts is chosen.</summary>
public sealed class HandlerSettings
{
    private readonly OptionsShape _shape;
    private readonly AccountKeys _keys;

    public HandlerSettings(Type type)
    {
        // The caller found the type by this attribute.
        var attribute = type.GetCustomAttribute<ServiceSettingsAttribute>()!;
        Type = type;
        Section = attribute.Section;
        _shape = OptionsShape.Of(type);
        _keys = new AccountKeys(_shape, attribute.ListKey, attribute.ChosenBy ?? attribute.ListKey);
        if (attribute.ListKey is { } key && !_shape.TryFind(key, out _))
            throw new OptionsShapeException($"{type.Name} has no property for its list key '{key}'");
        HasOwnWord = attribute.ListKey is not null;
    }

    public Type Type { get; }

    /// <summary>The name of the section.</summary>
    public string Section { get; }

    /// <summary>The key by which its entries are told apart.</summary>
    public string ListKey => _keys.NameWord;

    /// <summary>True when the service has a word of its own for its accounts.</summary>
    public bool HasOwnWord { get; }

    /// <summary>Keys of its entries that the engine reads.</summary>
    public IReadOnlyList<string> KeysOfEngine => _keys.OfEntry;

    /// <summary>All settings: one for a plain section, none when it is absent.</summary>
    public IReadOnlyList<object> BindAll(ServiceSections sections, List<ConfigProblem> problems) =>
        [.. Accounts(sections, problems).Select(account => account.Settings)];

    /// <summary>The same with their names.</summary>
    internal IReadOnlyList<Account> Accounts(ServiceSections sections, List<ConfigProblem> problems)
    {
        if (!sections.TryFind(Section, out var value) || value is ConfigNull)
            return [];
        if (value is not ConfigList list)
            return [Bind(value, problems)];

        Account[] accounts = [.. list.Items.Select(item => Bind(item, problems))];
        Check(accounts, list, problems);
        return accounts;
    }

    /// <summary>The settings a handler's options ask for; some with defaults when the section is absent.</summary>
    internal object? Choose(IReadOnlyList<Account> accounts, ConfigMap options, List<ConfigProblem> problems)
    {
        if (accounts.Count == 0)
            return _shape.Create();
        if (_keys.ChosenBy(options) is not { } wanted)
            return (accounts.FirstOrDefault(account => account.IsDefault) ?? accounts[0]).Settings;
        if (accounts.FirstOrDefault(account => account.Name == wanted.Value) is { } found)
            return found.Settings;

        string[] names = [.. accounts.Select(account => account.Name).Where(name => name.Length > 0)];
        problems.Add(new ConfigProblem($"section '{Section}' has no {_keys.Word} '{wanted.Value}'{NameHint.Of(wanted.Value, names)}", wanted.Place)
        {
            Option = _keys.Word,
        });
        return null;
    }

    /// <summary>The settings of an entry by its name; those of the default or the first for none.</summary>
    public object? Choose(ServiceSections sections, string name, List<ConfigProblem> problems) =>
        Choose(Accounts(sections, problems), name.Length == 0 ? ConfigMap.Empty : new ConfigMap([new ConfigEntry(_keys.Word, new ConfigText(name))]), problems);

    /// <summary>The values that are configured and must not be shown.</summary>
    public IEnumerable<string> Secrets(ServiceSections sections) =>
        BindAll(sections, []).SelectMany(entry => OptionSecrets.Of(_shape, entry)).Where(secret => secret.Length > 0);

    /// <summary>The values of settings that must not be shown.</summary>
    public IEnumerable<string> SecretsOf(object settings) => OptionSecrets.Of(_shape, settings);

    /// <summary>False when the service has a switch and it is off.</summary>
    public bool IsEnabled(object settings) => !_shape.TryFind("enabled", out var member) || member.Get(settings) is true;

    /// <summary>The accounts that every alert without a handler of this kind is to get one for.</summary>
    internal IEnumerable<Account> Globals(ServiceSections sections) =>
        Accounts(sections, []).Where(account => IsEnabled(account.Settings) && IsSet(account.Settings, "global"));

    /// <summary>True when such a handler changes its alert to send only changes of state.</summary>
    public bool IsStateChangesOnly(object settings) => IsSet(settings, "state-changes-only");

    /// <summary>True when its handlers take any certificate of the other side.</summary>
    public bool SkipsVerification(object settings) => IsSet(settings, "insecure-skip-verify");

    /// <summary>The certificates of its service; null when it has none of its own.</summary>
    public HandlerTls? TlsOf(object settings) =>
        new HandlerTls(TextOf(settings, "ssl-ca"), TextOf(settings, "ssl-cert"), TextOf(settings, "ssl-key"), SkipsVerification(settings)) is var tls && tls.CaFile.Length + tls.CertificateFile.Length > 0
            ? tls : null;

    private Account Bind(ConfigValue value, List<ConfigProblem> problems)
    {
        var rules = new BindRules($"section '{Section}'") { KeysOfEngine = _keys.OfEntry };
        var settings = OptionsBinder.Bind(Type, value, rules, problems);
        return new Account(_keys.NameOf(value, settings, problems, rules.Owner), AccountKeys.IsDefault(value, problems, rules.Owner), settings);
    }

    private void Check(IReadOnlyList<Account> accounts, ConfigList list, List<ConfigProblem> problems)
    {
        if (accounts.Where(account => account.IsDefault).Skip(1).Any())
            problems.Add(new ConfigProblem($"section '{Section}' has several entries with 'default: true': leave it to one", list.Place));
        foreach (var twins in accounts.GroupBy(account => account.Name).Where(same => same.Skip(1).Any()))
        {
            problems.Add(new ConfigProblem(
                twins.Key.Length == 0
                    ? $"section '{Section}' has several entries without a name: handlers cannot choose one; give each a {_keys.NameWord}"
                    : $"section '{Section}' has several entries named '{twins.Key}': give each another {_keys.NameWord}",
                list.Place));
        }
    }

    private string TextOf(object settings, string key) => _shape.TryFind(key, out var member) ? member.Get(settings) as string ?? "" : "";

    private bool IsSet(object settings, string key) => _shape.TryFind(key, out var member) && member.Get(settings) is true;
}
