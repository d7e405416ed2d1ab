using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Sdk;

namespace TeamChat;

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
    private readonly JsonPost _post = new("teamchat", http, time, JsonPost.SecretsOf(settings.Url));

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (settings.Url is not { } url)
            return Delivery.Refused("teamchat: there is no url in the section 'teamchat' of the configuration");

        var message = new JsonObject
        {
            ["id"] = alert.IdempotencyKey,
            ["room"] = options.Room.Length > 0 ? options.Room : settings.Room,
            ["text"] = string.Join(' ', options.Mentions.Append($"[{alert.Level.Text()}] {alert.Message}")),
        };
        return await _post.SendAsync(url, Encoding.UTF8.GetBytes(message.ToJsonString()), reply => reply.Judge(), cancellationToken);
    }
}
