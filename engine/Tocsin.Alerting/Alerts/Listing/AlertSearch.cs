using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>
/// Words that an alert has to have, all of them: anywhere in its id, topic, task, message or tags; or, as <c>name=value</c>, at a tag or at what is called
/// topic, task, level or id. Upper and lower case are the same.
/// </summary>
public sealed class AlertSearch
{
    /// <summary>Words at most.</summary>
    public const int MostWords = 20;

    private readonly string[] _words;

    private AlertSearch(string[] words) => _words = words;

    /// <summary>A search; null for one that asks for nothing.</summary>
    public static AlertSearch? Of(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } words ? new AlertSearch([.. words.Take(MostWords)]) : null;

    public bool Finds(ListedAlert alert) => Array.TrueForAll(_words, word => Has(alert, word));

    private static bool Has(ListedAlert alert, string word) =>
        Contains(alert.Id, word) || Contains(alert.Topic, word) || Contains(alert.Event.Message, word) || Contains(alert.Event.TaskName, word) || HasTag(alert, word)
        || (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && IsNamed(alert, word[..at], word[(at + 1)..]));

    private static bool HasTag(ListedAlert alert, string word)
    {
        foreach (var (name, value) in alert.Event.Tags)
        {
            if (Contains(value, word) || Contains(name, word))
                return true;
        }

        return false;
    }

    private static bool IsNamed(ListedAlert alert, string name, string value) => value.Equals(
        alert.Event.Tags.GetValueOrDefault(name) ?? name.ToLowerInvariant() switch
        {
            "topic" => alert.Topic,
            "task" => alert.Event.TaskName,
            "level" => alert.Level.Text(),
            "id" => alert.Id,
            _ => null,
        },
        StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
