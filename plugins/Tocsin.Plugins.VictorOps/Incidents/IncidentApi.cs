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
    public static IncidentReference Reference(string number) => new(VictorOpsSystem.Name, number);

    /// <summary>Looks for the open incidents of an alert and goes on with them.</summary>
    public ValueTask<Delivery> FindAsync(AlertEvent alert, Func<FoundIncidents, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "incidents", default, reply => IncidentList.TryFind(reply.Body, alert, out var found)
            ? next(found)
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

    /// <summary>Looks up who is on call for teams and policies.</summary>
    public ValueTask<Delivery> OnCallAsync(IReadOnlyList<string> names, Func<IReadOnlyList<string>, Delivery> next, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, "oncall/current", default, reply => ValueTask.FromResult(
            OnCallList.TryFind(reply.Body, names, out var users) ? next(users) : NotUnderstood("the list of those on call", reply)), cancellationToken);

    /// <summary>Adds a note to an incident and goes on, whatever VictorOps says of it.</summary>
    /// <param name="next">Is told why it was not taken; null when it was.</param>
    public ValueTask<Delivery> NoteAsync(
        string number, ReadOnlyMemory<byte> body, Func<string?, ValueTask<Delivery>> next, CancellationToken cancellationToken) =>
        _api.AskAsync(HttpMethod.Post, new Uri($"{_base}incidents/{Uri.EscapeDataString(number)}/notes"), body,
            reply => next(reply.IsSuccess ? null : Fail(reply).Reason), cancellationToken);

    public ValueTask<Delivery> CreateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "incidents", body, reply => ValueTask.FromResult(JudgeCreated(reply)), cancellationToken);

    /// <summary>Acknowledges or resolves; <paramref name="refused"/> goes on when VictorOps would not, with its reason.</summary>
    public ValueTask<Delivery> ChangeAsync(
        string verb, ReadOnlyMemory<byte> body, Func<string, ValueTask<Delivery>> refused, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Patch, "incidents/" + verb, body, reply => VerdictOf(reply, "results", "cmdAccepted") switch
        {
            null => ValueTask.FromResult(NotUnderstood("the answer", reply)),
            (true, _) => ValueTask.FromResult(reply.Judge()),
            (false, var message) => refused(message),
        }, cancellationToken);

    /// <summary>Pages somebody for an incident. What VictorOps took is never asked again: each time would page them anew.</summary>
    public ValueTask<Delivery> RerouteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "incidents/reroute", body, reply => ValueTask.FromResult(VerdictOf(reply, "statuses", "success") switch
        {
            null => Delivery.Done with { Reply = $"VictorOps took the reroute, and its answer is not what was expected: {LimitedText.Cut(reply.Body, 200)}" },
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

    // Of an answer in JSON without a number, the incident is there all the same, and found by its mark later on. What is not JSON is another's
    // answer, such as a proxy's.
    private static Delivery JudgeCreated(ServiceReply reply)
    {
        if (reply.Text("error") is { Length: > 0 } error)
            return Delivery.Refused($"VictorOps did not create the incident: {error}");
        if (NumberIn(reply.Body, out var isJson) is { } number)
            return reply.Judge() with { Incident = Reference(number) };
        return isJson || reply.Body.Length == 0
            ? Delivery.Done with { Reply = $"VictorOps took the incident, and its answer names no number: {LimitedText.Cut(reply.Body, 200)}" }
            : NotUnderstood("the answer", reply);
    }

    // Tried again: what was asked for may be asked twice, or the next attempt looks first.
    private static Delivery NotUnderstood(string what, ServiceReply reply) =>
        Delivery.Retry($"VictorOps: {what} is not what was expected: {LimitedText.Cut(reply.Body, 200)}");

    private static string? NumberIn(string body, out bool isJson)
    {
        isJson = false;
        try
        {
            using var json = JsonDocument.Parse(body);
            isJson = true;
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

    // Of several, the first that was not accepted.
    private static (bool IsAccepted, string Message)? VerdictOf(ServiceReply reply, string list, string verdict)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(list, out var items) ||
                items.ValueKind != JsonValueKind.Array || items.GetArrayLength() == 0)
                return null;

            var result = (IsAccepted: true, Message: "");
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(verdict, out var accepted) ||
                    accepted.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    return null;
                if (result.IsAccepted)
                    result = (accepted.GetBoolean(), item.TryGetProperty("message", out var message) ? message.ToString() : "");
            }

            return result;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
