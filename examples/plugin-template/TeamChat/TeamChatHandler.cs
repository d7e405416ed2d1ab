using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Sdk;

namespace TeamChat;

/// <summary>What one handler can say; what is left empty comes from the configuration.</summary>
[HandlerOptions]
internal sealed record TeamChatOptions
{
    /// <summary>The room the message goes to, a template.</summary>
    [ScriptProperty("teamChat", IsArgument = true)]
    public EventTemplate? Room { get; init; }

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

    /// <summary>The room where a handler names none, a template.</summary>
    public EventTemplate? Room { get; init; } = "alerts";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "the service is enabled but has no url");
    }
}

/// <summary>Posts alerts to a chat.</summary>
[AlertHandler("teamchat", Property = "teamChat")]
internal sealed class TeamChatHandler(
    TeamChatOptions options, TeamChatSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private readonly EventTexts _texts = new("teamchat", context);
    private readonly JsonPost _post = new("teamchat", http, time, JsonPost.SecretsOf(settings.Url));

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (settings.Url is not { } url)
            return Delivery.Refused("teamchat: there is no url in the section 'teamchat' of the configuration");

        var room = _texts.Of("room", alert, options.Room, settings.Room);
        if (room.Problem.Length > 0 && room.Text.Length == 0)
            return Delivery.Refused(room.Problem);

        var message = new JsonObject
        {
            ["id"] = alert.IdempotencyKey,
            ["room"] = room.Text,
            ["text"] = string.Join(' ', options.Mentions.Append($"[{alert.Level.Text()}] {alert.Message}")),
        };
        return await _post.SendAsync(url, Encoding.UTF8.GetBytes(message.ToJsonString()), reply => reply.Judge(), cancellationToken);
    }
}
