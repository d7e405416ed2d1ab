using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary>The options by which a span of time that has passed is chosen.</summary>
/// <param name="past">How long ago it begins.</param>
/// <param name="start">When it begins.</param>
/// <param name="stop">When it ends; without, now.</param>
internal sealed class SpanOptions(Option<string?> past, Option<string?> start, Option<string?> stop)
{
    /// <summary>Adds the span to what is asked for.</summary>
    /// <param name="span">Reads how long.</param>
    /// <exception cref="CliException">It is not said, said twice, or no time.</exception>
    public void AddTo(JsonObject body, ParseResult arguments, Func<string, string, TimeSpan> span)
    {
        var (ago, begin) = (arguments.GetValue(past), arguments.GetValue(start));
        if (string.IsNullOrEmpty(ago) == string.IsNullOrEmpty(begin))
            throw new CliException("say when it begins: either -past, such as -past 2h, or -start, such as -start 2026-01-31T12:00:00Z", ExitCode.Usage);
        body["start"] = string.IsNullOrEmpty(begin) ? BackgroundCommand.TimeOf(TimeProvider.System.GetUtcNow() - span("past", ago ?? "")) : TimeOf("start", begin);
        if (arguments.GetValue(stop) is { Length: > 0 } end)
            body["stop"] = TimeOf("stop", end);
    }

    private static string TimeOf(string option, string text) => Rfc3339.TryParse(text, out _)
        ? text
        : throw new CliException($"-{option} is a time such as 2026-01-31T12:00:00Z, not '{text}'", ExitCode.Usage);
}
