using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>Reads what Slack answers: it may refuse a message with 200 and <c>{"ok":false,"error":…}</c>.</summary>
internal static class SlackReply
{
    private static readonly HashSet<string> Passing = new(
        ["ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"], StringComparer.Ordinal);

    public static Delivery Judge(ServiceReply reply)
    {
        var error = reply.Text("error");
        if (!reply.IsSuccess || reply.Flag("ok") is not false)
            return reply.Judge(error);

        var said = $"Slack refused the message: {(error.Length == 0 ? reply.Body : error)}{HintFor(error)}";
        return (Passing.Contains(error) ? Delivery.Retry(said, reply.RetryAfter) : Delivery.Refused(said)) with { Reply = reply.Body };
    }

    /// <summary>The same of the Web API, which always says whether it took the message: what does not is not Slack.</summary>
    public static Delivery JudgeApp(ServiceReply reply) => reply.IsSuccess && reply.Flag("ok") is null
        ? Delivery.Retry($"Slack answered {(int)reply.Status} without saying whether it took the message: {LimitedText.Cut(reply.Body, 200)}") with { Reply = reply.Body }
        : Judge(reply);

    private static string HintFor(string error) => error switch
    {
        "channel_not_found" => "; check 'channel', and invite the app to it when it is private",
        "not_in_channel" => "; invite the app to the channel, or give it the scope chat:write.public",
        "invalid_auth" or "not_authed" or "token_revoked" or "account_inactive" => "; check 'token' in the section 'slack'",
        "missing_scope" => "; give the app the scope chat:write",
        _ => "",
    };
}
