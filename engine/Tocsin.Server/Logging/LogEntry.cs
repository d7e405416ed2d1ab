using System.Globalization;
using System.Text;

namespace Tocsin.Server.Logging;

/// <summary>One entry of the log: its message, and what it names by keys, such as <c>task</c> and <c>node</c>.</summary>
/// <param name="Fields">In the order of the line. A key may stand twice; a text without a key has the key <c>""</c>.</param>
internal sealed record LogEntry(DateTimeOffset Time, LogLevel Level, string Message, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    private const string Format = "{OriginalFormat}";

    /// <summary>The part of the server that it comes from.</summary>
    public string Service { get; init; } = "";

    /// <summary>What went wrong, where something was thrown.</summary>
    public Exception? Problem { get; init; }

    /// <summary>The fields, and what was thrown as two more of them.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs => Problem is null ? Fields : Fields.Concat(PairsOf(Problem));

    /// <summary>The time as lines show it.</summary>
    public string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Takes an entry apart.</summary>
    /// <param name="state">What the entry was logged with. Pairs that end the message's template become pairs of the entry.</param>
    /// <param name="message">The entry's message, for entries without a template.</param>
    public static LogEntry Of<TState>(DateTimeOffset time, LogLevel level, TState state, string message, Exception? problem)
    {
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var template = values.LastOrDefault(value => value.Key == Format).Value as string;
        var firstPair = template is null ? -1 : template.IndexOf("={", StringComparison.Ordinal);
        var pairs = new List<KeyValuePair<string, string>>();
        if (template is not null && firstPair >= 0)
        {
            var end = template.LastIndexOf(' ', firstPair);
            message = Fill(template[..Math.Max(0, end)], values);
            pairs.AddRange(template[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => PairOf(pair, values)));
        }

        return new LogEntry(time, level, message, pairs) { Problem = problem };
    }

    private static IEnumerable<KeyValuePair<string, string>> PairsOf(Exception problem)
    {
        yield return new("err", $"{problem.GetType().Name}: {problem.Message}");
        if (problem.StackTrace is { } stack)
            yield return new("stack", stack);
    }

    private static KeyValuePair<string, string> PairOf(string pair, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? new("", Fill(pair, values)) : new(pair[..at], Fill(pair[(at + 1)..], values));
    }

    // One after the other, from the left: what a value holds is not filled in again.
    private static string Fill(string template, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
            return template;

        var text = new StringBuilder();
        for (var rest = template.AsSpan(); !rest.IsEmpty;)
        {
            var begin = rest.IndexOf('{');
            var length = begin < 0 ? -1 : rest[begin..].IndexOf('}');
            if (length < 0)
            {
                text.Append(rest);
                break;
            }

            text.Append(rest[..begin]).Append(ValueOf(rest.Slice(begin + 1, length - 1), values));
            rest = rest[(begin + length + 1)..];
        }

        return text.ToString();
    }

    private static string ValueOf(ReadOnlySpan<char> name, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (key, value) in values)
        {
            if (name.SequenceEqual(key))
                return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return $"{{{name}}}";
    }
}
