using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Time;

namespace Tocsin.Conformance;

/// <summary>Times of cases that go by the clock: <c>@NOW-5s@</c> in what they say, and what comes back as times after the first one.</summary>
internal sealed partial class BatchTimes(DateTimeOffset now)
{
    private readonly long _now = Instant.From(now).UnixNanoseconds;

    /// <summary>Fills in times around the present, as nanoseconds or as dates.</summary>
    public string Fill(string text) => Moment().Replace(text, match =>
    {
        var shift = match.Groups["by"].Success ? long.Parse(match.Groups["by"].Value, CultureInfo.InvariantCulture) * UnitOf(match.Groups["unit"].Value) : 0;
        var time = _now + shift;
        return match.Groups["what"].Value == "NOW"
            ? time.ToString(CultureInfo.InvariantCulture)
            : new Instant(time).Truncate(Duration.FromSeconds(1)).ToString();
    });

    /// <summary>What is seen, with its times as they are, without them, or counted from the first.</summary>
    public static JsonNode Clear(JsonNode seen, string how)
    {
        if (how == "keep")
            return seen;
        var text = seen.ToJsonString();
        var first = how == "relative" && Date().Matches(text) is { Count: > 0 } dates ? dates.Min(date => Nanoseconds(date.Value)) : 0;
        return JsonNode.Parse(Date().Replace(text, date => how == "hide" ? "@TIME@" : $"@T+{Seconds(Nanoseconds(date.Value) - first)}s@"))!;
    }

    private static string Seconds(long nanoseconds) =>
        $"{nanoseconds / Duration.Second}.{nanoseconds % Duration.Second:D9}".TrimEnd('0').TrimEnd('.');

    private static long Nanoseconds(string date)
    {
        var parts = date.TrimEnd('Z').Split('.');
        var whole = DateTimeOffset.Parse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
        return (whole * Duration.Second) + (parts.Length > 1 ? long.Parse(parts[1].PadRight(9, '0'), CultureInfo.InvariantCulture) : 0);
    }

    private static long UnitOf(string unit) => unit switch
    {
        "ms" => Duration.Millisecond,
        "s" => Duration.Second,
        "m" => Duration.Minute,
        _ => Duration.Hour,
    };

    [GeneratedRegex(@"@(?<what>NOW|ISO)((?<by>[+-]\d+)(?<unit>ms|s|m|h))?@", RegexOptions.ExplicitCapture)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", RegexOptions.ExplicitCapture)]
    private static partial Regex Date();
}
