using System.Net.Http.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.TeamChat;

/// <summary>What one handler can say; what is left empty comes from the configuration.</summary>
[HandlerOptions]
internal sealed record TeamChatOptions
{
    /// <summary>The room the message goes to.</summary>
    [ScriptProperty("teamChat", IsArgument = true)]
    public string Room { get; init; } = "";

    /// <summary>Who is named in the message.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];
}

/// <summary>The account, section <c>teamchat</c> of the configuration.</summary>
[ServiceSettings("teamchat")]
internal sealed record TeamChatSettings : ICheckedOptions
{
    public bool Enabled { get; init; }

    /// <summary>The address that takes messages; whoever knows it can post.</summary>
    [Secret]
    public Uri? Url { get; init; }

    public string Room { get; init; } = "alerts";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "the service is enabled but has no url");
    }
}

/// <summary>Posts alerts to a chat.</summary>
[AlertHandler("teamchat", Property = "teamChat")]
internal sealed class TeamChatHandler(TeamChatOptions options, TeamChatSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var room = options.Room.Length > 0 ? options.Room : settings.Room;
        var text = string.Join(' ', options.Mentions.Append($"[{alert.Level.Text()}] {alert.Message}"));
        var message = new { id = alert.IdempotencyKey, room, text };
        using var reply = await http.PostAsJsonAsync(settings.Url, message, cancellationToken);
        return Delivery.FromStatus(reply.StatusCode, await HttpReply.ReadAsync(reply, cancellationToken), HttpReply.RetryAfter(reply, time));
    }
}
