namespace Tocsin.Server.Logging;

/// <summary>Which entries somebody wants to follow: those that have all of some pairs, and a level.</summary>
/// <param name="Pairs">What the entry must say by key; <c>msg</c> is its message.</param>
/// <param name="Lowest">The lowest level.</param>
/// <param name="Highest">The highest level; the same as the lowest for that level alone.</param>
internal sealed record LogFilter(IReadOnlyList<KeyValuePair<string, string>> Pairs, LogLevel Lowest = LogLevel.Trace, LogLevel Highest = LogLevel.Critical)
{
    /// <summary>Reads pairs such as <c>task</c> and <c>cpu</c>; <c>lvl</c> is a level, <c>info+</c> that and those above.</summary>
    /// <returns>Null when there is no such level.</returns>
    public static LogFilter? Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var wanted = pairs.ToList();
        var filter = new LogFilter([.. wanted.Where(pair => pair.Key != "lvl")]);
        foreach (var (_, text) in wanted.Where(pair => pair.Key == "lvl"))
        {
            if (!LogLevels.TryParse(text.TrimEnd('+', ' '), out var level))
                return null;

            // What is traced is shown as debug, what is fatal as an error.
            filter = filter with
            {
                Lowest = level == LogLevel.Debug ? LogLevel.Trace : level,
                Highest = text.Length > LogLevels.Text(level).Length || level == LogLevel.Error ? LogLevel.Critical : level,
            };
        }

        return filter;
    }

    public bool Takes(LogEntry entry) =>
        entry.Level >= Lowest && entry.Level <= Highest && Pairs.All(pair => pair.Key == "msg" ? entry.Message == pair.Value : entry.Pairs.Contains(pair));
}
