using System.Text.Json;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>
/// Stands in for VictorOps's REST integration: whatever sends to VictorOps sends here when the host of its address is changed, and is answered
/// in the same words.
/// </summary>
[AlertSource("victorops-rest", StandInPath = "/integrations/generic/20131114/alert/")]
internal sealed class VictorOpsRestSource(VictorOpsRestOptions options) : IAlertSource
{
    public string? Verify(SourceRequest request)
    {
        var key = Uri.UnescapeDataString(request.Path.Split('/')[0]);
        var isKnown = false;
        foreach (var known in options.ApiKeys)
            isKnown |= SourceSignature.IsSecret(known, key);
        return isKnown ? null : "the API key in the address isn't one of api-keys";
    }

    public SourceReading Read(SourceRequest request)
    {
        if (request.Method != "POST")
            return SourceReading.Of() with { Reply = Failure(405, "Alerts are sent by POST") };

        var routingKey = RoutingKeyOf(request);
        if (RoutingKeys.IsUnreplaced(routingKey))
            return Refuse($"the address names no routing key: {RoutingKeys.Hint(routingKey)}");

        JsonBody body;
        try
        {
            body = JsonBody.Parse(request);
        }
        catch (FormatException error)
        {
            return Refuse(error.Message);
        }

        if (!body.IsObject)
            return Refuse("the body is not a JSON object");
        var type = body["message_type"].Text.Trim();
        if (type.Length == 0)
            return Refuse("Missing fields: message_type");

        // An alert that nobody could find again still has to be raised.
        var id = body["entity_id"].Text is { Length: > 0 } given ? given : Guid.NewGuid().ToString();
        var alert = new RestAlert(body, id, routingKey, request.Received);
        return type.ToUpperInvariant() switch
        {
            "CRITICAL" => Take(alert.At(AlertLevel.Critical), id),
            "WARNING" => Take(alert.At(AlertLevel.Warning), id),
            "INFO" => Take(alert.At(AlertLevel.Info), id),
            "RECOVERY" or "OK" => Take(alert.At(AlertLevel.Ok), id),
            "ACKNOWLEDGEMENT" => Take(alert.Acknowledged(), id),
            // VictorOps would file it as INFO, so that nobody is paged and nobody knows why.
            _ => Refuse($"Unknown message_type: {LimitedText.Cut(type, 64)}; known are CRITICAL, WARNING, INFO, ACKNOWLEDGEMENT, RECOVERY"),
        };
    }

    private static string RoutingKeyOf(SourceRequest request)
    {
        var parts = request.Path.Split('/', 2);
        return parts.Length < 2 ? "" : Uri.UnescapeDataString(parts[1].TrimEnd('/'));
    }

    private static SourceReading Take(SourceEvent alert, string id) => SourceReading.Of(alert) with
    {
        Reply = new SourceReply(200, $$"""{"result":"success","entity_id":{{Quote(id)}}}"""),
    };

    private static SourceReading Refuse(string message) => SourceReading.Unreadable(message) with { Reply = Failure(400, message) };

    private static SourceReply Failure(int status, string message) => new(status, $$"""{"result":"failure","message":{{Quote(message)}}}""");

    private static string Quote(string text) => '"' + JsonEncodedText.Encode(text).ToString() + '"';
}
