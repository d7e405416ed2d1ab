using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

/// <summary>An organisation in VictorOps, as its public API shows it.</summary>
internal sealed class Organisation
{
    private readonly List<JsonObject> _incidents = [];

    /// <summary>Its account, unlike all others: what handlers remember of one they remember as long as the process, and ports come again.</summary>
    public string ApiId { get; } = $"1d-secret-{Guid.NewGuid():N}";

    /// <summary>All incidents: number, phase and title.</summary>
    public IReadOnlyList<string> Incidents =>
        [.. _incidents.Select(i => $"{i["incidentNumber"]} {i["currentPhase"]} {i["entityDisplayName"]}")];

    /// <summary>Whether changes of incidents are refused.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether the connection breaks after something was created.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Whether incidents that were created are not listed yet.</summary>
    public bool ListsLate { get; set; }

    /// <summary>What takes the place of the answers to reroutes; null leaves them.</summary>
    public string? RerouteAnswer { get; set; }

    /// <summary>Whether notes are refused.</summary>
    public bool RefusesNotes { get; set; }

    /// <summary>Opens an incident as the REST integration or a person does.</summary>
    public void Open(string entityId, string title = "", string phase = "UNACKED") => _incidents.Add(new JsonObject
    {
        ["incidentNumber"] = $"{_incidents.Count + 1}",
        ["entityId"] = entityId,
        ["entityDisplayName"] = title,
        ["currentPhase"] = phase,
        ["transitions"] = new JsonArray(),
    });

    public async Task AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Headers["X-VO-Api-Id"] != ApiId || context.Request.Headers["X-VO-Api-Key"] != "k3y-secret")
        {
            context.Response.StatusCode = 401;
            return;
        }

        var reply = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/v1/incidents") => new JsonObject { ["incidents"] = new JsonArray([.. ListsLate ? [] : _incidents.Select(i => i.DeepClone())]) },
            ("GET", "/v1/oncall/current") => JsonNode.Parse("""
                {"teamsOnCall":[
                 {"team":{"name":"Database","slug":"team-1"},"oncallNow":[{"escalationPolicy":{"name":"Day","slug":"pol-1"},"users":[{"onCalluser":{"username":"dana"}}]},
                  {"escalationPolicy":{"name":"Night","slug":"pol-2"},"users":[{"onCalluser":{"username":"omar"}},{"onCalluser":{"username":"dana"}}]}]},
                 {"team":{"name":"Web","slug":"team-2"},"oncallNow":[{"escalationPolicy":{"name":"Web","slug":"pol-3"},"users":[{"onCalluser":{"username":"ines"}}]}]}]}
                """),
            ("POST", { } path) when path.EndsWith("/notes", StringComparison.Ordinal) => RefusesNotes ? null : new JsonObject(),
            ("GET", "/v1/policies") => JsonNode.Parse("""
                {"policies":[{"policy":{"name":"Day","slug":"pol-1"},"team":{"name":"Database","slug":"team-1"}},
                 {"policy":{"name":"Night","slug":"pol-2"},"team":{"name":"Database","slug":"team-1"}},
                 {"policy":{"name":"Web","slug":"pol-3"},"team":{"name":"Web","slug":"team-2"}}]}
                """),
            ("POST", "/v1/incidents") => Create(body),
            ("PATCH", "/v1/incidents/ack") => Change(body, "ACKED"),
            ("PATCH", "/v1/incidents/resolve") => Change(body, "RESOLVED"),
            ("POST", "/v1/incidents/reroute") => Reroute(body),
            _ => null,
        };
        if (reply is null)
            context.Response.StatusCode = 404;
        else if (RerouteAnswer is not null && context.Request.Path.Value == "/v1/incidents/reroute")
            await context.Response.WriteAsync(RerouteAnswer);
        else if (LosesAnswers && context.Request.Method == "POST")
            context.Abort();
        else
            await context.Response.WriteAsync(reply.ToJsonString());
    }

    private JsonObject Create(string body)
    {
        using var asked = JsonDocument.Parse(body);
        Open($"entity-{_incidents.Count}", asked.RootElement.GetProperty("summary").GetString() ?? "");
        return new JsonObject { ["incidentNumber"] = $"{_incidents.Count}", ["error"] = "" };
    }

    private JsonObject Change(string body, string phase)
    {
        using var asked = JsonDocument.Parse(body);
        var numbers = asked.RootElement.GetProperty("incidentNames").EnumerateArray().Select(name => name.GetString() ?? "").ToList();
        if (Refusal is null)
        {
            foreach (var incident in _incidents.Where(i => numbers.Contains($"{i["incidentNumber"]}")))
                incident["currentPhase"] = phase;
        }

        return new JsonObject
        {
            ["results"] = new JsonArray([.. numbers.Select(number => new JsonObject { ["incidentNumber"] = number, ["cmdAccepted"] = Refusal is null, ["message"] = Refusal ?? "" })]),
        };
    }

    private JsonObject Reroute(string body)
    {
        using var asked = JsonDocument.Parse(body);
        var number = asked.RootElement.GetProperty("reroutes")[0].GetProperty("incidentNumber").GetString();
        return new JsonObject { ["statuses"] = new JsonArray(new JsonObject { ["incidentNumber"] = number, ["success"] = Refusal is null, ["message"] = Refusal ?? "" }) };
    }
}
