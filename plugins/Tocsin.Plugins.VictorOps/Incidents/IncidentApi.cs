using System.Net;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>The calls of the public API, with their answers judged. Safe for any thread.</summary>
internal sealed class IncidentApi(IncidentSettings settings, HttpClient http, TimeProvider time)
{
    // All incidents of an organisation in one answer.
    private const int LongestList = 16 * 1024 * 1024;

    // VictorOps counts requests by the minute and says with 403 that there were too many.
    private static readonly TimeSpan WaitAfterTooMany = TimeSpan.FromMinutes(1);

    private readonly string _base = settings.Url.AbsoluteUri.TrimEnd('/') + "/v1/";

    private readonly JsonApi _api = new("VictorOps", http, time, settings.ApiId, settings.ApiKey)
    {
        Headers = new Dictionary<string, string> { ["X-VO-Api-Id"] = settings.ApiId, ["X-VO-Api-Key"] = settings.ApiKey },
        LongestReply = LongestList,
    };

    /// <summary>An incident as the alert shows it.</summary>
    public static IncidentReference Reference(string number) => new("victorops", number);

    /// <summary>Looks for the open incident of an alert and goes on with it, or with null.</summary>
    public ValueTask<Delivery> FindAsync(string alertId, Func<Incident?, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "incidents", default, reply => IncidentList.TryFindOpen(reply.Body, alertId, out var open)
            ? next(open)
            : ValueTask.FromResult(NotUnderstood("the list of incidents", reply)), cancellationToken);

    /// <summary>Looks up the policies of teams and goes on with them.</summary>
    public ValueTask<Delivery> PoliciesOfAsync(
        IReadOnlyList<string> teams, Func<IReadOnlyList<IncidentTarget>, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "policies", default, reply =>
        {
            if (TeamPolicies.TryFind(reply.Body, teams, out var policies, out var unknown))
                return next(policies);
            return ValueTask.FromResult(unknown is null
                ? NotUnderstood("the list of policies", reply)
                : Delivery.Refused($"VictorOps has no team '{unknown}' with an escalation policy: correct 'teams', or name 'policies' or 'users'"));
        }, cancellationToken);

    public ValueTask<Delivery> CreateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "incidents", body, reply => ValueTask.FromResult(JudgeCreated(reply)), cancellationToken);

    /// <summary>Acknowledges or resolves; <paramref name="refused"/> goes on when VictorOps would not, with its reason.</summary>
    public ValueTask<Delivery> ChangeAsync(
        string verb, ReadOnlyMemory<byte> body, Func<string, ValueTask<Delivery>> refused, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Patch, "incidents/" + verb, body, reply => FirstOf(reply, "results", "cmdAccepted") switch
        {
            null => ValueTask.FromResult(NotUnderstood("the answer", reply)),
            (true, _) => ValueTask.FromResult(reply.Judge()),
            (false, var message) => refused(message),
        }, cancellationToken);

    public ValueTask<Delivery> RerouteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "incidents/reroute", body, reply => ValueTask.FromResult(FirstOf(reply, "statuses", "success") switch
        {
            null => NotUnderstood("the answer", reply),
            (true, _) => reply.Judge(),
            (false, var message) => Delivery.Refused($"VictorOps does not reroute the incident: {message}"),
        }), cancellationToken);

    private ValueTask<Delivery> AskAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> body, Func<ServiceReply, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        _api.AskAsync(method, new Uri(_base + path), body, reply => reply.IsSuccess ? next(reply) : ValueTask.FromResult(Fail(reply)), cancellationToken);

    private static Delivery Fail(ServiceReply reply)
    {
        var reason = reply.Text("message") is { Length: > 0 } message ? message : reply.Text("error");
        var wait = reply.RetryAfter ?? (reply.Status == HttpStatusCode.Forbidden ? WaitAfterTooMany : null);
        return (reply with { RetryAfter = wait }).Judge(reason, tooOften: HttpStatusCode.Forbidden);
    }

    private static Delivery JudgeCreated(ServiceReply reply)
    {
        if (reply.Text("error") is { Length: > 0 } error)
            return Delivery.Refused($"VictorOps did not create the incident: {error}");
        return NumberIn(reply.Body) is { } number ? reply.Judge() with { Incident = Reference(number) } : NotUnderstood("the answer", reply);
    }

    // Tried again: the next attempt looks first, so nothing is done twice.
    private static Delivery NotUnderstood(string what, ServiceReply reply) =>
        Delivery.Retry($"VictorOps: {what} is not what was expected: {LimitedText.Cut(reply.Body, 200)}");

    private static string? NumberIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("incidentNumber", out var number) &&
                number.ValueKind is JsonValueKind.String or JsonValueKind.Number && number.ToString() is { Length: > 0 } text
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (bool IsAccepted, string Message)? FirstOf(ServiceReply reply, string list, string verdict)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(list, out var items) ||
                items.ValueKind != JsonValueKind.Array || items.GetArrayLength() == 0 || items[0].ValueKind != JsonValueKind.Object ||
                !items[0].TryGetProperty(verdict, out var accepted) || accepted.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                return null;
            return (accepted.GetBoolean(), items[0].TryGetProperty("message", out var message) ? message.ToString() : "");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
