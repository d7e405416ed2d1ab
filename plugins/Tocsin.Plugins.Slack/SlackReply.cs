using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>
/// Reads what Slack answers. It may refuse a message with 200: a webhook by a body that is not <c>ok</c> but the error, the Web API by
/// <c>{"ok":false,"error":…}</c>.
/// </summary>
internal static class SlackReply
{
    private const int LongestError = 60;

    private static readonly HashSet<string> Passing = new(
        ["ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"], StringComparer.Ordinal);

    /// <summary>What a webhook answers, also of services that take what Slack takes; those may have no words for it that all is well.</summary>
    public static Delivery Judge(ServiceReply reply)
    {
        if (!reply.IsSuccess || reply.Flag("ok") is not null)
            return JudgeFlag(reply);
        var said = reply.Body.Trim();
        if (said is "" or "{}" || said.Equals("ok", StringComparison.OrdinalIgnoreCase) || reply.Flag("success") == true || reply.Text("result") == "success")
            return Delivery.Done with { Reply = reply.Body };
        return IsError(said) ? Refuse(reply, said) : reply.Unclear();
    }

    /// <summary>What the Web API answers, which always says whether it took the message: what does not is not Slack.</summary>
    public static Delivery JudgeApp(ServiceReply reply) => reply.IsSuccess && reply.Flag("ok") is null ? reply.Unclear() : JudgeFlag(reply);

    private static Delivery JudgeFlag(ServiceReply reply)
    {
        var error = reply.Text("error");
        return reply.IsSuccess && reply.Flag("ok") is false ? Refuse(reply, error) : reply.Judge(error);
    }

    private static Delivery Refuse(ServiceReply reply, string error)
    {
        var said = $"Slack refused the message: {(error.Length == 0 ? reply.Body : error)}{HintFor(error)}";
        return (Passing.Contains(error) ? Delivery.Retry(said, reply.RetryAfter) : Delivery.Refused(said)) with { Reply = reply.Body };
    }

    // Such as no_team, channel_not_found, invalid_payload.
    private static bool IsError(string said) => said.Length <= LongestError && said.Contains('_', StringComparison.Ordinal) && said.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_');

    private static string HintFor(string error) => error switch
    {
        "channel_not_found" => "; check 'channel', and invite the app to it when it is private",
        "not_in_channel" => "; invite the app to the channel, or give it the scope chat:write.public",
        "invalid_auth" or "not_authed" or "token_revoked" or "account_inactive" => "; check 'token' in the section 'slack'",
        "no_team" or "no_service" or "no_service_id" or "no_active_hooks" or "team_disabled" or "invalid_token" => "; check 'url' in the section 'slack', or make another webhook",
        "missing_scope" => "; give the app the scope chat:write",
        _ => "",
    };
}
