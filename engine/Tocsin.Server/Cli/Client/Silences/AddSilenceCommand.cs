using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences add</c>: somebody wants no deliveries of some alerts for a time.</summary>
internal sealed class AddSilenceCommand : ClientCommand
{
    private const long NanosecondsPerTick = 100;

    private readonly TimeProvider _time;
    private readonly Argument<string[]> _matchers;
    private readonly Option<string?> _duration;
    private readonly Option<string?> _from;
    private readonly Option<string?> _until;
    private readonly Option<string?> _hours;
    private readonly Option<string?> _days;
    private readonly Option<string?> _zone;
    private readonly Option<string[]> _handlers;
    private readonly Option<string?> _comment;
    private readonly Option<string?> _by;
    private readonly Option<string?> _id;

    public AddSilenceCommand(Terminal terminal, ServerChoice server, TimeProvider time)
        : base("add", "Silence alerts for a time, for hours of some days, or until they are resolved.", terminal, server)
    {
        _time = time;
        _matchers = Words("matchers", "What the labels of an alert must say: host=web-07, 'host=~\"web-.*\"', severity!=critical.", least: 1);
        _duration = Option<string?>("duration", "How long. Default: 1h, where nothing else says when it ends.", "DURATION");
        _from = Option<string?>("from", "When it begins. Default: now.", "TIME");
        _until = Option<string?>("until", "When it is over, or 'resolved' for when nothing that it matches is open any more.", "TIME");
        _hours = Option<string?>("hours", "The hours in which it is active, such as 22:00-06:00.", "HOURS");
        _days = Option<string?>("days", "The days on which these hours begin, such as mon-fri. Default: all.", "DAYS");
        _zone = Option<string?>("zone", "The time zone of these hours, such as Europe/Berlin. Default: UTC.", "ZONE");
        _handlers = Option<string[]>("handler", "Handlers that get nothing, such as '*/pager'. Default: all.", "PATTERN");
        _comment = Option<string?>("comment", "Why.", "TEXT");
        _by = Option<string?>("by", "Who wants it. Default: the user of this computer.", "NAME");
        _id = Option<string?>("id", "Its id; a silence that has it already is replaced. Default: one is made up.", "ID");
    }

    public override IReadOnlyList<string> Examples =>
    [
        "tocsin silences add host=web-07 --duration 2h --comment \"new disk\"", "tocsin silences add alert_id=cpu:host=a --until resolved",
        "tocsin silences add topic=batch 'severity!=critical' --hours 22:00-06:00 --days mon-fri --zone Europe/Berlin",
    ];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["matchers"] = new JsonArray([.. arguments.GetRequiredValue(_matchers).Select(matcher => (JsonNode)matcher)]) };
        Set(body, "id", arguments.GetValue(_id));
        if (arguments.GetValue(_handlers) is { Length: > 0 } handlers)
            body["handlers"] = new JsonArray([.. handlers.Select(handler => (JsonNode)handler)]);
        if (Hours(arguments) is { } hours)
            body["when"] = hours;
        Set(body, "from", arguments.GetValue(_from));
        Set(body, "until", Until(arguments, hasHours: body.ContainsKey("when")));
        Set(body, "comment", arguments.GetValue(_comment));
        Set(body, "by", arguments.GetValue(_by) ?? Environment.UserName);
        await SilencesCommands.TellAsync(Terminal, await api.SendAsync(HttpMethod.Post, SilencesCommands.Path, body, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static void Set(JsonObject body, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            body[key] = value;
    }

    private JsonObject? Hours(ParseResult arguments)
    {
        var (hours, days, zone) = (arguments.GetValue(_hours), arguments.GetValue(_days), arguments.GetValue(_zone));
        if (hours is null)
            return days is null && zone is null ? null : throw new CliException("--days and --zone are of --hours: add those, such as --hours 22:00-06:00", ExitCode.Usage);
        if (hours.Split('-', StringSplitOptions.TrimEntries) is not [var from, var to])
            throw new CliException($"--hours is a begin and an end, such as 22:00-06:00, not '{hours}'", ExitCode.Usage);
        var when = new JsonObject { ["from"] = from, ["to"] = to };
        Set(when, "days", days);
        Set(when, "zone", zone);
        return when;
    }

    private string? Until(ParseResult arguments, bool hasHours)
    {
        var (length, until) = (arguments.GetValue(_duration), arguments.GetValue(_until));
        if (length is not null && until is not null)
            throw new CliException("--duration and --until both say when the silence ends: leave one out", ExitCode.Usage);
        if (until is not null || (length is null && hasHours))
            return until;
        if (!DurationSetting.TryParse(length ?? "1h", out var nanoseconds) || nanoseconds <= 0)
            throw new CliException($"--duration is a time such as 2h or 30m, not '{length}'", ExitCode.Usage);
        var from = arguments.GetValue(_from) is { } text
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given) ? given : throw new CliException($"--from is a time such as 2026-01-31T18:00:00Z, not '{text}'", ExitCode.Usage)
            : _time.GetUtcNow();
        return from.AddTicks(nanoseconds / NanosecondsPerTick).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
