using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Slack.Sources;

/// <summary>Takes a slash command in: <c>/page TEAM message</c> raises an alert whose tags say which team is to be paged, and answers so to the writer.</summary>
[AlertSource("slack-command")]
internal sealed class SlackCommandSource(SlackCommandOptions options, SourceContext context) : IAlertSource
{
    private const int LongestMessage = 1000;

    public string? Verify(SourceRequest request) => SlackSignature.Check(options.SigningSecrets, request);

    public SourceReading Read(SourceRequest request)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Form())
            form.TryAdd(name, value);
        if (form.GetValueOrDefault("ssl_check") == "1")
            return SourceReading.Test();
        if (!form.TryGetValue("command", out var command) || command.Length == 0)
            return SourceReading.Unreadable("command is missing: is the request one of a slash command?");

        var words = form.GetValueOrDefault("text", "").Trim().Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is not [var wanted, var message])
            return Tell(words is [var only] && !only.Equals("help", StringComparison.OrdinalIgnoreCase) && !TryFind(only, out _, out _) ? Unknown(only, command) : Usage(command));
        if (!TryFind(wanted, out var team, out var routingKey))
            return Tell(Unknown(wanted, command));

        var alert = Page(form, team, routingKey, LimitedText.Cut(message, LongestMessage), request.Received);
        return SourceReading.Of(alert) with
        {
            Reply = Answer($"Paging *{Escape(team)}*: {Escape(alert.Message)}"),
            UnheardReply = Answer(
                $"*Nobody was paged.* The alert for *{Escape(team)}* is kept, but no handler that works takes it: " +
                $"reach them another way, and ask whoever runs {Escape(context.Product)} for a handler of the topic that source '{Escape(context.SourceId)}' writes to."),
        };
    }

    private SourceEvent Page(Dictionary<string, string> form, string team, string routingKey, string message, DateTimeOffset received)
    {
        var user = form.GetValueOrDefault("user_name") is { Length: > 0 } name ? name : form.GetValueOrDefault("user_id", "");
        var trigger = form.GetValueOrDefault("trigger_id", "");
        var tags = new Dictionary<string, string> { ["team"] = team, ["routing_key"] = routingKey };
        if (user.Length > 0)
            tags["user"] = user;
        if (form.GetValueOrDefault("channel_name") is { Length: > 0 } channel)
            tags["channel"] = channel;

        // Each page is a problem of its own; Slack names each call of a command.
        var call = trigger.Length > 0 ? trigger : received.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff", CultureInfo.InvariantCulture);
        return new SourceEvent
        {
            Id = $"page:{team}:{call}",
            DedupeKey = trigger,
            Level = options.Level,
            Message = message,
            Details = user.Length > 0 ? $"{message}\n\npaged by {user} in Slack" : message,
            Time = received,
            Tags = tags,
        };
    }

    private bool TryFind(string word, out string team, out string routingKey)
    {
        foreach (var (name, key) in options.Teams)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                (team, routingKey) = (name, key);
                return true;
            }
        }

        (team, routingKey) = ("", "");
        return false;
    }

    private string Unknown(string word, string command) =>
        $"Nobody was paged: there is no team '{Escape(LimitedText.Cut(word, 60))}'" +
        (NearestText.Find(word, options.Teams.Keys) is { } nearest ? $"; did you mean *{Escape(nearest)}*?" : ".") + "\n" + Usage(command);

    private string Usage(string command) =>
        $"Usage: `{Escape(command)} TEAM what is wrong`. Teams: {string.Join(", ", options.Teams.Keys.Order(StringComparer.OrdinalIgnoreCase).Select(Escape))}";

    private static SourceReading Tell(string text) => SourceReading.Of() with { Reply = Answer(text) };

    private static SourceReply Answer(string text) => new(200, $$"""{"response_type":"ephemeral","text":"{{JsonEncodedText.Encode(text)}}"}""");

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
