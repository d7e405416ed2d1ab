using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>An event as Slack takes it, with the texts around it.</summary>
internal sealed record SlackMessage
{
    public required string Channel { get; init; }

    public required string Username { get; init; }

    public required string IconEmoji { get; init; }

    /// <summary>As an incoming webhook takes it.</summary>
    public ReadOnlyMemory<byte> WriteForWebhook(SlackBody body) => JsonRequest.WriteObject(json =>
    {
        json.WriteBoolean("as_user"u8, false);
        body.WriteAttachments(json);
        json.WriteString("channel"u8, Channel);
        json.WriteString("icon_emoji"u8, IconEmoji);
        json.WriteString("text"u8, body.Text);
        json.WriteString("username"u8, Username);
    });

    /// <summary>As <c>chat.postMessage</c> takes it. A name or a picture needs a scope of its own, so none is sent where none is wanted.</summary>
    public ReadOnlyMemory<byte> WriteForApp(SlackBody body) => JsonRequest.WriteObject(json =>
    {
        body.WriteAttachments(json);
        json.WriteString("channel"u8, Channel);
        if (body.Text.Length > 0)
            json.WriteString("text"u8, body.Text);
        if (IconEmoji.Length > 0)
            json.WriteString("icon_emoji"u8, IconEmoji);
        if (Username.Length > 0)
            json.WriteString("username"u8, Username);
    });
}
