using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// How the accounts of a service are named and chosen, the same for all services: a section may be a list, each of whose entries has a
/// <c>name</c>, and handlers choose by the option <c>account</c>. A service may have a word of its own for both, as Slack has <c>workspace</c>,
/// or one for each, as Kafka has <c>id</c> and <c>cluster</c>.
/// </summary>
/// <param name="settings">The class of an entry.</param>
/// <param name="ownName">The key of an entry's name, where it is not <c>name</c>.</param>
/// <param name="ownWord">The option that chooses, where it is not <c>account</c>.</param>
internal sealed class AccountKeys(OptionsShape settings, string? ownName, string? ownWord)
{
    private const string Account = "account";
    private const string NameKey = "name";
    private const string DefaultKey = "default";

    /// <summary>The word that messages and pages use for an account of this service.</summary>
    public string Word => ownWord ?? Account;

    /// <summary>The key of an entry that holds its name.</summary>
    public string NameWord => ownName ?? NameKey;

    /// <summary>Keys that the engine reads from an entry, because the settings have none of that name.</summary>
    public IReadOnlyList<string> OfEntry { get; } = [.. new[] { NameKey, DefaultKey }.Where(key => !settings.TryFind(key, out _))];

    /// <summary>Options of handlers that the engine reads, unless their class has one of that name.</summary>
    public static IReadOnlyList<string> OfOptions(OptionsShape? options) => options is not null && options.TryFind(Account, out _) ? [] : [Account];

    /// <summary>The name of an entry; the one its settings have by default when none is written, empty when there is none.</summary>
    public string NameOf(ConfigValue entry, object bound, List<ConfigProblem> problems, string owner)
    {
        foreach (var key in ownName is null ? OfEntry : [ownName, .. OfEntry])
        {
            if (key == DefaultKey || entry is not ConfigMap map || !map.TryFind(key, out var value) || value is ConfigNull)
                continue;
            if (value is ConfigText text)
                return text.Value;
            problems.Add(new ConfigProblem($"{owner} option '{key}' must be text, not {value.Describe()}", value.Place) { Option = key });
        }

        return ownName is not null && settings.TryFind(ownName, out var member) ? member.Get(bound) as string ?? "" : "";
    }

    /// <summary>True when handlers that choose none use the entry.</summary>
    public static bool IsDefault(ConfigValue entry, List<ConfigProblem> problems, string owner)
    {
        if (entry is not ConfigMap map || !map.TryFind(DefaultKey, out var value) || value is ConfigNull)
            return false;
        if (value is ConfigFlag flag)
            return flag.Value;
        problems.Add(new ConfigProblem($"{owner} option '{DefaultKey}' must be true or false, not {value.Describe()}", value.Place) { Option = DefaultKey });
        return false;
    }

    /// <summary>The account that a handler's options name; null when they name none.</summary>
    public ConfigText? ChosenBy(ConfigMap options)
    {
        foreach (var key in new[] { ownWord, Account })
        {
            if (key is not null && options.TryFind(key, out var value) && value is ConfigText { Value.Length: > 0 } text)
                return text;
        }

        return null;
    }
}
