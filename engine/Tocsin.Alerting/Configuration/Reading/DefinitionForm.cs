using Tocsin.Dsl.Text;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>What definitions of one sort consist of.</summary>
/// <param name="Name">What messages call one: <c>handler</c>.</param>
/// <param name="Texts">Keys with a text, which may look like a number or a truth value.</param>
/// <param name="Parts">Keys with sections or lists.</param>
public sealed record DefinitionForm(string Name, IReadOnlyList<string> Texts, IReadOnlyList<string> Parts)
{
    /// <summary>All keys.</summary>
    public IReadOnlyList<string> Keys { get; } = [.. Texts, .. Parts];

    /// <summary>True when other keys are for other programs: those that look like misspelt ones are warned of. False refuses all others.</summary>
    public bool IsOpen { get; init; }

    /// <summary>How keys are compared. Default: in any case.</summary>
    public StringComparer Comparer { get; init; } = StringComparer.OrdinalIgnoreCase;

    /// <summary>What there is to say of the keys of a definition that are none of these.</summary>
    public IEnumerable<ConfigProblem> CheckKeys(ConfigMap definition)
    {
        // A key that is there is not what another one was meant to be.
        string[] absent = IsOpen ? [.. Keys.Except(definition.Entries.Select(entry => entry.Key), Comparer)] : [];
        foreach (var entry in definition.Entries.Where(entry => !Keys.Contains(entry.Key, Comparer)))
        {
            if (!IsOpen)
                yield return new ConfigProblem($"a {Name} has no key '{entry.Key}'{NameHint.Of(entry.Key, Keys)}", entry.Place);
            else if (NearestName.Find(entry.Key, absent) is { } nearest)
                yield return new ConfigProblem($"a {Name} has no key '{entry.Key}', it is ignored; did you mean '{nearest}'?", entry.Place, IsWarning: true);
        }
    }

    /// <summary>The keys of a definition that are of the form, with texts where texts are wanted: an id 007 is not a number, a match TRUE not a truth value.</summary>
    public ConfigMap Own(ConfigMap definition) => definition with
    {
        Entries = [.. definition.Entries.Where(entry => Keys.Contains(entry.Key, Comparer)).Select(entry => entry with { Value = AsText(entry) })],
    };

    private ConfigValue AsText(ConfigEntry entry) => entry.Value is { Written: { } text } value and not ConfigNull && Texts.Contains(entry.Key, Comparer)
        ? new ConfigText(text) { Place = value.Place, Written = text, Tag = value.Tag }
        : entry.Value;
}
