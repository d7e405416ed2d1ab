using System.Text.Json;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>
/// Stands in for the address that VictorOps gives ThousandEyes, <c>/integrations/thousandeyes/v1/{key}/{routing key}</c>: only the host
/// changes at the vendor.
/// </summary>
[AlertSource("thousandeyes-victorops", StandInPath = "/integrations/thousandeyes/v1/")]
internal sealed class StandInSource(StandInOptions options) : IAlertSource
{
    // What VictorOps' guide shows at the end of the address, and warns of leaving there.
    private const string Placeholder = "$routing_key";

    private readonly NoticeReader _reader = new(options.DefaultLevel, options.TimeZone);

    public string? Verify(SourceRequest request)
    {
        var given = Split(request.Path).Key;
        var isRight = false;
        foreach (var key in options.ApiKeys)
            isRight |= SourceSignature.IsSecret(key, given);
        return isRight ? null : "the key in the address isn't one of the source's api-keys";
    }

    public SourceReading Read(SourceRequest request)
    {
        var routingKey = Split(request.Path).RoutingKey;
        if (routingKey.Contains(Placeholder, StringComparison.OrdinalIgnoreCase))
            return Refuse($"the address ends in {routingKey}, which is a placeholder for a routing key: put one in its place in the webhook's URL at ThousandEyes");

        var reading = _reader.Read(request, routingKey);
        return reading.Problem is null ? reading with { Reply = new SourceReply(200, """{"result":"success"}""") } : reading;
    }

    private static SourceReading Refuse(string why) => SourceReading.Unreadable(why) with
    {
        Reply = new SourceReply(400, $$"""{"result":"failure","message":"{{JsonEncodedText.Encode(why)}}"}"""),
    };

    // A routing key may hold slashes.
    private static (string Key, string RoutingKey) Split(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? (Uri.UnescapeDataString(path), "")
            : (Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]).Trim('/'));
    }
}
